"""Brings a file that a lead downloaded from a creator centre into the records (I9): once, whole, and nothing is guessed."""

from dataclasses import dataclass
from pathlib import Path

from agency.errors import BadInput
from agency.locale import _
from agency.records import accounts
from tasks.imports.account import account_of
from tasks.imports.plan import ImportPlan, known, plan_import
from tasks.imports.reading import keep_raw, read_file
from tasks.imports.writing import write_import
from tasks.opening import looking, records


@dataclass(frozen=True)
class Confirmed:
    """A person's word that files are to be written: whose, and which files, by what each was shown to bring."""

    person_id: str
    files: frozenset[str]


def preview(path: Path, account: str = "") -> ImportPlan:
    """Return what would become of a file, for the account of this code or the one that the file tells; nothing is written.

    Raises as ``bring_in`` does.
    """
    export = read_file(path)
    with looking() as session:
        return known(session, export) or plan_import(session, export, account_of(session, export, account))


def bring_in(path: Path, account: str = "", confirmed: Confirmed | None = None) -> ImportPlan:
    """Import one file, in one unit of work.

    ``BadInput`` when it can't be read, is another platform's, tells no account, or is not what was confirmed;
    ``NotOnRecord`` when there is no such account. Bad rows are told and left out, rows that could be several works wait
    for a person; the others go in.
    """
    export = read_file(path)
    with records() as session:
        if (plan := known(session, export)) is not None:
            return plan
        if confirmed and export.sha256 not in confirmed.files:
            sentence = _("{file} has changed since it was confirmed, so it was not written; run the import again.")
            raise BadInput(sentence.format(file=export.name))
        owner = account_of(session, export, account)
        accounts.take_turns(session, [owner.id])
        plan = plan_import(session, export, owner)
        by = confirmed.person_id if confirmed else None
        return write_import(session, plan, keep_raw(path, export.sha256), by)
