"""A person looks at a case: a real complaint or a false alarm, how grave, what was done by hand; that closes it (C3, R21).

The first who closes a case closes it; whoever comes after is told who that was. Nothing is done on a platform from here.
"""

from dataclasses import dataclass
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy import delete
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.sentiment import RANKS
from agency.domain.terms import label
from agency.domain.terms.comments import CaseFinding, CaseStep
from agency.domain.terms.engagement import Sentiment, Severity
from agency.domain.terms.gates import SubjectKind
from agency.domain.timers import case_due
from agency.errors import AlreadyDecided, RuleBroken
from agency.locale import _
from agency.records import cases
from agency.records.ledger import GateKey
from agency.records.tables import Account, NegativeCase, Person, Publication, Wait
from agency.records.tables.base import now
from config.settings import settings
from tasks.comments.case_shown import shown
from tasks.comments.cases import raise_to
from tasks.comments.sheet import Sheet
from tasks.gate.answers import read_form
from tasks.gate.forms import Fields, choice, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.imports.people import deciders_in
from tasks.labels import labels, read_label
from tasks.opening import looking, records

CLAUSE = "C3"
FORM = "Case"
LONGEST_WORDS = 500


@dataclass(frozen=True, kw_only=True)
class SeenTo:
    """What a person says of a case: ``words`` are what was done, or why nothing is."""

    person: str
    finding: CaseFinding
    severity: Severity
    step: CaseStep
    words: str = ""


def see_to(session: Session, case_id: str, said: SeenTo, at: datetime) -> NegativeCase:
    """Write what a person says of a case, and close it unless it is in hand; a false alarm is nobody's fault and is due no more.

    ``AlreadyDecided`` tells who closed it before, ``RuleBroken`` what is missing. The same answer again changes nothing.
    """
    case = cases.lock(session, case_id)
    if case.closed_at is not None:
        if (case.closed_by_id, case.finding) == (said.person, said.finding):
            return case
        raise AlreadyDecided(told(session, case))
    if said.step is CaseStep.IGNORED and said.finding is CaseFinding.TRUE and not said.words.strip():
        raise RuleBroken(_("To do nothing about a complaint needs a reason."))
    case.answers += 1
    case.finding, case.action = said.finding, said.words.strip() or case.action
    case.step = said.step if said.finding is CaseFinding.TRUE else None
    weigh(session, case, said, at)
    if said.finding is CaseFinding.FALSE_ALARM or said.step is not CaseStep.IN_HAND:
        close(session, case, said, at)
    session.flush()
    return case


def weigh(session: Session, case: NegativeCase, said: SeenTo, at: datetime) -> None:
    """Let a case be as grave as a person says: a graver one is told anew, a lighter one has its longer time from the start."""
    if said.finding is CaseFinding.FALSE_ALARM or said.severity is case.severity:
        return
    if RANKS.index(said.severity) > RANKS.index(case.severity):
        raise_to(session, case, said.severity, at)
    else:
        case.severity = said.severity
        case.due_at = case_due(said.severity, case.found_at, settings().policy)


def close(session: Session, case: NegativeCase, said: SeenTo, at: datetime) -> None:
    """Close a case; its comments count as a person has said, so that the word lists can learn from it."""
    case.closed_at, case.closed_by_id = at, said.person
    is_true = said.finding is CaseFinding.TRUE
    for comment in cases.comments_of(session, case.id):
        comment.sentiment = Sentiment.NEGATIVE if is_true else Sentiment.NEUTRAL
        comment.severity = case.severity if is_true else None
        comment.reviewed_by_id, comment.reviewed_at = said.person, at
    session.execute(delete(Wait).where(Wait.subject_id == case.id, Wait.gate == cases.GATE))


def told(session: Session, case: NegativeCase) -> str:
    """Return who closed a case, when, and as what."""
    name = session.get_one(Person, case.closed_by_id).name if case.closed_by_id else ""
    finding = label(case.finding) if case.finding else ""
    moment = beijing_minute(case.closed_at) if case.closed_at else ""
    return _("{name} closed this case before, on {moment}: {finding}.").format(
        name=name, moment=moment, finding=finding
    )


@task(name="see-to-case", cache_policy=NO_CACHE, persist_result=False)
def see_to_case(case_id: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Take an answer about a case and return what is asked next; None when it is closed. All of it is one unit of work."""
    with records() as session:
        return course(session, case_id, flow_run.id or "", answer, now())


def course(session: Session, case_id: str, run_id: str, answer: Answer | None, at: datetime) -> Question | None:
    """Carry a case one answer further, in one run."""
    case = cases.lock(session, case_id)
    sheet = sheet_of(session, case, run_id)
    if answer is not None:
        receive(sheet, case, answer, at)
    if case.closed_at is None:
        return question(sheet, case)
    sheet.leave()
    return None


def sheet_of(session: Session, case: NegativeCase, run_id: str) -> Sheet:
    """Return the sheet of a case: the agency's own people in its project may answer."""
    account = account_of(session, case)
    people = deciders_in(session, [account.project_id])
    return Sheet(session, GateKey(SubjectKind.ACCOUNT, case.id, cases.GATE), run_id, people)


def account_of(session: Session, case: NegativeCase) -> Account:
    """Return the account whose work a case is about."""
    return session.get_one(Account, session.get_one(Publication, case.publication_id).account_id)


def receive(sheet: Sheet, case: NegativeCase, answer: Answer, at: datetime) -> None:
    """Write an answer, or keep it as put back with its reasons."""
    try:
        with sheet.session.begin_nested():
            see_to(sheet.session, case.id, said_in(sheet, case, answer), at)
    except (RuleBroken, AlreadyDecided) as error:
        sheet.refuse(answer, error)


def said_in(sheet: Sheet, case: NegativeCase, answer: Answer) -> SeenTo:
    """Return what an answer says; raise ``RuleBroken`` where it does not fit the form."""
    filled = read_form(sheet.form(FORM, fields(case)), answer.values)
    return SeenTo(
        person=sheet.people[filled["person"]],
        finding=read_label(CaseFinding, filled["finding"]),
        severity=read_label(Severity, filled["severity"]),
        step=read_label(CaseStep, filled["step"]),
        words=filled["words"],
    )


def question(sheet: Sheet, case: NegativeCase) -> Question:
    """Return what is asked of a case now."""
    account = account_of(sheet.session, case)
    key = sheet.question_key(case.id[-8:], f"n{case.answers}")
    return sheet.ask(
        key,
        called(account, case),
        sheet.form(FORM, fields(case), shown(sheet.session, case), key),
        [CLAUSE, account.code, label(case.severity)],
    )


def called(account: Account, case: NegativeCase) -> str:
    """Return what the run of a case is called."""
    sentence = _("C3 · {account} · negative comment ({severity}) · {what}")
    return sentence.format(account=account.code, severity=label(case.severity), what=case.what[:24])


def case_called(case_id: str) -> str | None:
    """Return what the run of a case is called, at the end as at the beginning; None where there is no such case."""
    with looking() as session:
        case = session.get(NegativeCase, case_id)
        return called(account_of(session, case), case) if case else None


def fields(case: NegativeCase) -> Fields:
    """Return what is asked of a case."""
    by_hand = _("The software does nothing on the platform: say here what people did there by hand.")
    return {
        "finding": (choice(labels(CaseFinding)), Field(title=_("What it is"))),
        "severity": (choice(labels(Severity)), Field(default=label(case.severity), title=_("How grave"))),
        "step": (choice(labels(CaseStep)), Field(title=_("What was done"), description=by_hand)),
        "words": (
            text(required=False, longest=LONGEST_WORDS),
            Field(default=case.action or "", title=_("In words"), description=_("Needed where nothing is done.")),
        ),
    }


@task(name="closing-of-case", cache_policy=NO_CACHE, persist_result=False)
def closing_of(case_id: str) -> str:
    """Return how a case ended; whoever came too late in this run is told who was first."""
    with records() as session:
        case = cases.lock(session, case_id)
        refused = sheet_of(session, case, flow_run.id or "").refusals[-1:]
        return "\n".join([ended(session, case), *(reason for one in refused for reason in one.reasons)])


def ended(session: Session, case: NegativeCase) -> str:
    """Return in a line what a closed case was found to be, by whom, and what was done."""
    name = session.get_one(Person, case.closed_by_id).name if case.closed_by_id else "–"
    finding = label(case.finding) if case.finding else "–"
    step = label(case.step) if case.step else "–"
    return _("{name}: {finding}, {step}.").format(name=name, finding=finding, step=step)
