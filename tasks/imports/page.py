"""One page of the rows that a person has to tell apart: which they are, who may answer, and the form they stand in (I9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.orm import Session

from agency.domain.calendar import BEIJING
from agency.domain.terms.gates import SubjectKind
from agency.locale import _
from agency.records import imports, ledger
from agency.records.ledger import GateKey
from agency.records.tables import Account, ImportBatch, ImportQuestion, RefusedAnswer
from tasks.gate.exhibits import returned
from tasks.gate.forms import Form, build_form, filled_in
from tasks.imports.choices import Choice, choices, field_of, row_fields
from tasks.imports.people import deciders

CLAUSE = "I9"
ROWS_A_PAGE = 10


@dataclass
class Page:
    """The next rows of a file that nobody has decided, in one unit of work of one run."""

    session: Session
    batch: ImportBatch
    run_id: str

    @cached_property
    def account(self) -> Account:
        """The account the file was imported for."""
        return self.session.get_one(Account, self.batch.account_id)

    @cached_property
    def open(self) -> Sequence[ImportQuestion]:
        """Every row that nobody has decided."""
        return imports.open_questions(self.session, self.batch.id)

    @cached_property
    def people(self) -> Mapping[str, str]:
        """Who may answer."""
        return deciders(self.session, [self.account])

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, Choice]]:
        """What may be answered, for each field of the form."""
        return {field_of(row): choices(self.session, self.account, row) for row in self.rows}

    @property
    def rows(self) -> Sequence[ImportQuestion]:
        """The rows that are asked about now."""
        return self.open[:ROWS_A_PAGE]

    @property
    def gate(self) -> GateKey:
        """Where the wait and the answers that were put back are kept: under the file, for its account."""
        return GateKey(SubjectKind.ACCOUNT, self.batch.id, CLAUSE)

    @property
    def refusals(self) -> Sequence[RefusedAnswer]:
        """The answers of this run that were put back, oldest first."""
        refused = ledger.refusals(self.session, self.gate)
        return [one for one in refused if one.flow_run_id == self.run_id]

    @property
    def key(self) -> str:
        """The open question's own key: an answer to other rows, or in another run, is never taken for an answer to it."""
        return f"i9-{self.run_id[-8:]}-n{len(self.open)}-x{len(self.refusals)}"


def put_back(page: Page) -> RefusedAnswer | None:
    """Return the last answer of this run if it was put back, None when it was taken or nothing was answered yet."""
    refused = page.refusals
    settled = imports.decisions_of(page.session, page.batch.id)
    taken = [decision.created_at for _row, decision in settled if decision.flow_run_id == page.run_id]
    return refused[-1] if refused and all(refused[-1].created_at > moment for moment in taken) else None


def form_of(page: Page) -> type[Form]:
    """Return the form of a page: who decides, and of each row which work it is."""
    refused = put_back(page)
    fields = row_fields(page.rows, page.choices)
    before = {name: value for name, value in refused.answer.items() if name in fields} if refused else {}
    shown = "\n\n".join(part for part in (returned(refused.reasons if refused else ()), exhibit(page)) if part)
    return build_form("Rows", list(page.people), _("Who decides"), filled_in(fields, before), shown)


def exhibit(page: Page) -> str:
    """Return what the rows of a page have in common, as Markdown; what each of them says stands at its field."""
    moment = (page.batch.observed_at or page.batch.created_at).astimezone(BEIJING)
    sentence = _("**{file}**, figures as of {moment}: {shown} of {count} rows that could be several works.")
    head = sentence.format(
        file=page.batch.file_name, moment=f"{moment:%Y-%m-%d %H:%M}", shown=len(page.rows), count=len(page.open)
    )
    return f"{head}\n\n{_('Say of each row which work it is; where nobody can know, leave it out.')}"
