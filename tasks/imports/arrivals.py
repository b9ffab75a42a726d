"""A file that comes in, whatever it is: an export of a creator centre (I9), or the six tables given back (C4).

The verb, the form and the watched folder ask here and nowhere else, and are told the same of either kind.
"""

from dataclasses import dataclass
from pathlib import Path

from agency.domain.terms.gates import SubjectKind
from agency.errors import BadInput
from agency.locale import _
from agency.records.ledger import GateKey
from tasks.edits import summary as table_edits_summary
from tasks.edits.reading import is_given_back
from tasks.edits.table_edits import preview_tables, take_tables
from tasks.edits.values import EditPlan, SheetFate
from tasks.imports import summary as import_summary
from tasks.imports.exports import Confirmed, bring_in, preview
from tasks.imports.plan import Fate, ImportPlan

FIGURES, TABLES = "I9", "C4"


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What becomes, or became, of one file, as it is told.

    ``key`` is what a confirmation is bound to, ``codes`` and ``projects`` whom it concerns, ``place`` where the wait for
    a person stands. ``told`` is what stands above the form, ``page`` everything. ``brings`` says whether there is
    anything to be written, ``undecided`` how many rows wait for a person.
    """

    file: str
    key: str
    clause: str
    codes: tuple[str, ...]
    projects: tuple[str, ...]
    place: GateKey
    totals: str
    told: str
    page: str
    summary: str
    brings: bool
    is_refused: bool = False
    undecided: int = 0


def preview_file(path: Path, account: str = "") -> Arrival:
    """Return what would become of a file; nothing is written. ``account`` counts for exports only.

    Raises as ``bring_in_file`` does.
    """
    if is_given_back(path):
        return of_tables(preview_tables(path), written=False)
    return of_export(preview(path, account))


def bring_in_file(path: Path, account: str = "", confirmed: Confirmed | None = None) -> Arrival:
    """Write what a file brings, in one unit of work, and return what became of it.

    ``BadInput`` or ``NotOnRecord`` when it can't be read or placed, or is not what was confirmed, and when tables would
    change something and nobody is named who gives them back.
    """
    if is_given_back(path):
        return take(path, confirmed)
    return of_export(bring_in(path, account, confirmed))


def take(path: Path, confirmed: Confirmed | None) -> Arrival:
    """Write the tables that a person gives back."""
    if confirmed is not None:
        return of_tables(take_tables(path, confirmed.person_id, confirmed.files), written=True)
    plan = preview_tables(path)
    if plan.of(SheetFate.TAKEN):
        sentence = _("{file} holds the six tables, and nobody is named who gives them back: nothing was written.")
        raise BadInput(sentence.format(file=path.name))
    return of_tables(plan, written=True)


def of_export(plan: ImportPlan) -> Arrival:
    """Return an export as a file that comes in."""
    heading, totals = import_summary.heading(plan), import_summary.totals(plan)
    return Arrival(
        file=plan.export.name,
        key=plan.export.sha256,
        clause=FIGURES,
        codes=(plan.account.code,),
        projects=(plan.account.project_id,),
        place=GateKey(SubjectKind.ACCOUNT, plan.account.id, FIGURES),
        totals=import_summary.known_before(plan) if plan.before else totals,
        told=f"**{heading}**\n\n{totals}",
        page=import_summary.page(plan),
        summary=import_summary.summary(plan),
        brings=not plan.before,
        undecided=plan.counts[Fate.UNMATCHED],
    )


def of_tables(plan: EditPlan, *, written: bool) -> Arrival:
    """Return the six tables as a file that comes in."""
    taken, refused = plan.of(SheetFate.TAKEN), plan.of(SheetFate.REFUSED)
    return Arrival(
        file=plan.file.name,
        key=plan.key,
        clause=TABLES,
        codes=tuple(plan.projects.values()),
        projects=tuple(plan.projects),
        place=GateKey(SubjectKind.PROJECT, next(iter(plan.projects), ""), TABLES),
        totals=table_edits_summary.totals(plan, written=written),
        told=table_edits_summary.page(plan, most=table_edits_summary.MOST_IN_A_FORM),
        page=table_edits_summary.page(plan, written=written),
        summary=table_edits_summary.summary(plan, written=written),
        brings=bool(taken),
        is_refused=bool(refused) and not taken,
    )
