"""The case of those who have not answered a call: whoever is responsible says what came of it, and that closes it (C3, R21)."""

from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms.engagement import CaseKind
from agency.domain.terms.gates import SubjectKind
from agency.errors import RuleBroken
from agency.locale import _
from agency.records.engagement import active
from agency.records.ledger import GateKey, take_turns
from agency.records.tables import NegativeCase, Publication
from agency.records.tables.base import now
from tasks.asking_people import Poll, named
from tasks.engagement.answers import project_of, publication_called
from tasks.engagement.calls import code_of, responsible
from tasks.engagement.closing import TURN
from tasks.gate.forms import Fields, choice, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.opening import records

SETTLE = "C3-unanswered"


@task(name="settle-unanswered", task_run_name="C3 · {code}", cache_policy=NO_CACHE, persist_result=False)
def settle_unanswered(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Ask what came of those who have not answered; None when nobody is missing or the case is closed."""
    with records() as session:
        return settle_step(session, code, answer, flow_run.id or "", now())


def settle_step(session: Session, code: str, answer: Answer | None, run_id: str, at: datetime) -> Question | None:
    """Close a publication's case with an answer where there is one, and return what is asked next, in one unit of work."""
    take_turns(session, TURN)
    publication = publication_called(session, code)
    case = case_of(session, publication)
    if case is None:
        return None
    poll = poll_of(session, publication, case, run_id)
    if answer is not None and poll.people:
        receive(session, poll, case, answer, at)
        poll = poll_of(session, publication, case, run_id)
    return poll.question()


def case_of(session: Session, publication: Publication) -> NegativeCase | None:
    """Return the publication's case of those who have not answered, None when there is none."""
    query = select(NegativeCase).where(NegativeCase.publication_id == publication.id)
    return session.scalar(query.where(NegativeCase.kind == CaseKind.NOT_CARRIED_OUT).order_by(NegativeCase.id).limit(1))


def poll_of(session: Session, publication: Publication, case: NegativeCase, run_id: str) -> Poll:
    """Return what a run asks about a case: anybody responsible may answer, and nobody is asked once it is closed."""
    code = code_of(session, publication)
    here = active(session, people := list(dict.fromkeys([case.owner_id, *responsible(session, publication)])))
    asked = {person: None for person in people if person in here and case.closed_at is None}
    sentence = _("C3 · {code} · 《{title}》 · not everybody has answered")
    return Poll(
        session=session,
        run_id=run_id,
        gate=GateKey(SubjectKind.CONTENT, str(publication.content_id), SETTLE),
        about_id=case.id,
        people=named(session, asked),
        headline=sentence.format(code=code, title=publication.title),
        tags=frozenset({"C3", *code.split("/"), project_of(session, publication).code}),
        fields=fields(),
        shown=case.what,
        due_on=None,
    )


def fields() -> Fields:
    """Return what the one responsible is asked."""
    return {
        "outcome": (choice(outcomes()), Field(title=_("What came of it"))),
        "remark": (text(required=False, longest=500), Field(default="", title=_("Remark"))),
    }


def outcomes() -> list[str]:
    """Return what may come of it."""
    return [_("spoken with them"), _("they take no part any more"), _("left as it is")]


def receive(session: Session, poll: Poll, case: NegativeCase, answer: Answer, at: datetime) -> None:
    """Close the case, or keep the answer as put back."""
    try:
        person, filled = poll.read(answer)
    except RuleBroken as broken:
        poll.refuse(answer, broken)
        return
    case.action = " ".join(part for part in (filled["outcome"], filled["remark"].strip()) if part)
    case.closed_at, case.closed_by_id = at, person
    session.flush()
