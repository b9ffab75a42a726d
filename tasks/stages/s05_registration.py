"""S5: an account's registration, item by item, until nothing that is needed is missing; the operations lead agrees."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field
from sqlalchemy.orm import Session

from agency.domain import registration
from agency.domain.calendar import beijing_day
from agency.domain.finding import Findings, reasons
from agency.domain.pasted_lines import PastedLines, read_lines
from agency.domain.plan_lines import Paper, paper
from agency.domain.terms import label
from agency.domain.terms.accounts import AccountStatus, PaperState, RegistrationPaper
from agency.errors import RuleBroken
from agency.locale import _
from agency.records import accounts
from agency.records.tables import Account, RegistrationItem
from agency.records.tables.base import now
from config.settings import settings
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields, choice
from tasks.gate.prefilled import wished
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject
from tasks.gate.work import StageWork, Submission
from tasks.started_accounts import find_started_account

CHECKLIST = "paper_"


def items_of(session: Session, subject: Subject) -> Mapping[RegistrationPaper, RegistrationItem]:
    """Return what is on record of each item; one nobody has entered is missing."""
    entered = {item.paper: item for item in accounts.registration(session, subject.id)}
    unknown = {paper: RegistrationItem(account_id=subject.id, paper=paper) for paper in RegistrationPaper}
    for item in unknown.values():
        item.state = PaperState.MISSING
    return unknown | entered


def content(session: Session, subject: Subject) -> Mapping[str, object]:
    """Return the state, the expiry and the place of each item; a paper that is renewed is looked at again."""
    return {
        paper.value: [item.state.value, str(item.expires_on or ""), item.file_ref or ""]
        for paper, item in items_of(session, subject).items()
    }


def exhibit(session: Session, subject: Subject) -> str:
    """Return the checklist, how complete it is, and what soon runs out."""
    items = items_of(session, subject)
    rows = [[label(paper), label(item.state), item.expires_on, item.file_ref] for paper, item in items.items()]
    share = registration.completeness([judged(item) for item in items.values()], beijing_day(now()))
    notes = "\n".join(f"- {finding.message}" for finding in findings_of(items))
    header = [_("item"), _("state"), _("valid until"), _("where it is kept")]
    done = _("Complete to {share:.0%}").format(share=share)
    return "\n\n".join(part for part in [done, table(rows, header), notes] if part)


def fields(session: Session, subject: Subject) -> Fields:
    """Ask for the state of each item, and for the days and places of those that have one."""
    items = items_of(session, subject)
    asked: Fields = {CHECKLIST + paper.value: state_field(paper, item.state) for paper, item in items.items()}
    kept = "\n".join(as_line(item) for item in items.values() if item.expires_on or item.file_ref)
    help_text = _("One a line: item | valid until | where it is kept, e.g. a day like 2027-05-01. Never a password.")
    return {**asked, "validity": wished(kept, caption=_("Expiry dates and files"), help_text=help_text)}


def state_field(paper: RegistrationPaper, state: PaperState) -> tuple[Any, Any]:
    """Return the closed choice of one item's state; it starts with what is on record."""
    return choice([label(one) for one in PaperState]), Field(default=label(state), title=label(paper))


def as_line(item: RegistrationItem) -> str:
    """Return an item's expiry and place as they are pasted."""
    return f"{label(item.paper)} | {item.expires_on or ''} | {item.file_ref or ''}"


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Write the checklist; raise ``RuleBroken`` while something that is needed is missing (S5)."""
    items = items_of(session, subject)
    states = {label(state): state for state in PaperState}
    validity: PastedLines[Paper] = read_lines(submission.values["validity"], paper)
    told = {row.paper: row for row in validity.rows}
    for kind, item in items.items():
        item.state = states[submission.values[CHECKLIST + kind.value]]
        item.expires_on = told[kind].expires_on if kind in told else None
        item.file_ref = (told[kind].file_ref or None) if kind in told else None
        item.owner_id = submission.person.person
    if broken := (*validity.faults, *reasons(findings_of(items))):
        raise RuleBroken(*broken)
    session.add_all(items.values())


def judged(item: RegistrationItem) -> registration.RegistrationItem:
    """Return an item as the rules judge it."""
    return registration.RegistrationItem(paper=item.paper, state=item.state, expires_on=item.expires_on)


def findings_of(items: Mapping[RegistrationPaper, RegistrationItem]) -> Findings:
    """Return what the rules say of a checklist today."""
    entered = [judged(item) for item in items.values()]
    return registration.registration_findings(entered, beijing_day(now()), settings().policy)


def complete(session: Session, subject: Subject) -> None:
    """Note on the account what its registration says; an account that was in preparation is warmed up from now on."""
    account = session.get_one(Account, subject.id)
    items = items_of(session, subject)
    account.avatar_ok = items[RegistrationPaper.AVATAR].state is PaperState.COMPLETE
    account.cover_ok = items[RegistrationPaper.COVER].state is PaperState.COMPLETE
    account.registered_on = account.registered_on or beijing_day(now())
    if account.status is AccountStatus.PREPARING:
        account.status = AccountStatus.WARMING_UP


REGISTRATION = StageWork(
    gate="S5", find=find_started_account, content=content, exhibit=exhibit, fields=fields, write=write, close=complete
)


@stage_task("S5")
def complete_registration(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Complete an account's registration item by item (S5)."""
    return advance(REGISTRATION, code, answer)
