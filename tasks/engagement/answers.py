"""Whoever was asked to watch a work says so, and what they did, if anything: their own word, of their own will (C3)."""

from dataclasses import dataclass
from datetime import datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.engagement import Attestation, attestation_findings, clock
from agency.domain.finding import reasons
from agency.domain.terms import label
from agency.domain.terms.engagement import Interaction
from agency.domain.terms.gates import SubjectKind
from agency.errors import BadInput, NotOnRecord, RuleBroken
from agency.locale import _
from agency.records import inbox
from agency.records.engagement import Call, awaited, calls_of, open_publications
from agency.records.ledger import GateKey, take_turns
from agency.records.named import by_code
from agency.records.tables import Account, ContentItem, EngagementAck, Project, Publication
from agency.records.tables.base import now
from tasks.asking_people import Poll, about_id_of, named
from tasks.engagement.calls import code_of
from tasks.engagement.closing import TURN, answers_until, close_if_over
from tasks.gate.forms import Fields, choice, many
from tasks.gate.questions import Answer, Question, Stopped
from tasks.opening import records

ANSWER = "C3-answer"


@dataclass(frozen=True)
class ToAnswer:
    """A publication as a flow needs it to start a run for it."""

    publication_id: str
    content: str
    account: str
    project: str

    @property
    def name(self) -> str:
        """What the run is called until it asks."""
        return _("C3 · {code} · who has watched it").format(code=f"{self.content}/{self.account}")


@task(name="ask-who-watched", task_run_name="C3 · {code}", cache_policy=NO_CACHE, persist_result=False)
def ask_who_watched(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Take an answer about a publication (``BREEZE-001/BREEZE-DY``), and return what is asked next; None when nobody is."""
    with records() as session:
        return answer_step(session, code, answer, flow_run.id or "", now())


def answer_step(session: Session, code: str, answer: Answer | None, run_id: str, at: datetime) -> Question | None:
    """Take an answer where there is one, close what is over, and return what is asked next, all in one unit of work."""
    take_turns(session, TURN)
    publication = publication_called(session, code)
    if answer is not None:
        receive(session, publication, answer, run_id, at)
    close_if_over(session, publication, at)
    return poll_of(session, publication, run_id).question()


def publication_called(session: Session, code: str) -> Publication:
    """Return the publication that the codes of its content item and its account name, as ``BREEZE-001/BREEZE-DY``."""
    content, slash, account = code.partition("/")
    if not slash:
        raise BadInput(_("“{code}” names no publication; one reads like BREEZE-001/BREEZE-DY.").format(code=code))
    found = session.scalar(
        select(Publication).where(
            Publication.content_id == by_code(session, ContentItem, content).id,
            Publication.account_id == by_code(session, Account, account).id,
        )
    )
    if found is None:
        raise NotOnRecord(_("{content} is not published on {account}.").format(content=content, account=account))
    return found


def poll_of(session: Session, publication: Publication, run_id: str) -> Poll:
    """Return what a run asks about a publication."""
    waiting = awaited(session, publication.id)
    people = named(session, dict.fromkeys(waiting))
    code, project = code_of(session, publication), project_of(session, publication)
    sentence = _("C3 · {code} · 《{title}》 · have not answered: {count}")
    until = [answers_until(session, one) for one in waiting.values()]
    return Poll(
        session=session,
        run_id=run_id,
        gate=GateKey(SubjectKind.CONTENT, str(publication.content_id), ANSWER),
        about_id=publication.id,
        people=people,
        headline=sentence.format(code=code, title=publication.title, count=len(people)),
        tags=frozenset({"C3", *code.split("/"), project.code}),
        fields=fields(),
        shown=shown(session, publication, max(until)) if until else "",
        due_on=None,
    )


def project_of(session: Session, publication: Publication) -> Project:
    """Return the project that a publication belongs to."""
    return session.get_one(Project, session.get_one(Account, publication.account_id).project_id)


def fields() -> Fields:
    """Return what somebody who was asked to watch says."""
    acts = [label(act) for act in Interaction]
    return {
        "watched": (choice([_("watched to the end")]), Field(title=_("Have you watched it?"))),
        "did": (
            many([only_watched(), *acts]),
            Field(title=_("What did you do?"), description=_("By your own choice; having only watched is enough.")),
        ),
    }


def only_watched() -> str:
    """Return the answer of somebody who did nothing but watch."""
    return _("only watched")


def shown(session: Session, publication: Publication, until: datetime) -> str:
    """Return what stands above the form: what is to be watched, how long it is, when the notices went, until when to answer."""
    name = f"《{publication.title}》"
    work = f"[{name}]({publication.link})" if publication.link else name
    length = _("Length: {length}").format(length=clock(publication.duration_ms)) if publication.duration_ms else ""
    sent = [one.sent_at for one in calls_of(session, publication.id) if one.sent_at is not None]
    notice = _("Notice sent on {moment}").format(moment=beijing_minute(min(sent))) if sent else ""
    last = _("Answers are taken until {moment}").format(moment=beijing_minute(until))
    rules = _("Whether you like, share or comment is yours alone: by hand, from your own account.")
    facts = " · ".join(part for part in (work, length, notice, last) if part)
    return f"{facts}\n\n{rules}"


def receive(session: Session, publication: Publication, answer: Answer, run_id: str, at: datetime) -> None:
    """Write an answer, or keep it as put back with its reasons; after the days are over nothing is taken."""
    poll = poll_of(session, publication, run_id)
    if not poll.people:
        return
    try:
        person, filled = poll.read(answer)
        keep(session, publication, awaited(session, publication.id)[person], person, filled["did"], at)
    except RuleBroken as broken:
        poll.refuse(answer, broken)


def keep(session: Session, publication: Publication, one: Call, person: str, did: list[str], at: datetime) -> None:
    """Write what a person says; raise ``RuleBroken`` while the work can't have been watched, or where the words contradict."""
    said = Attestation(called_at=one.sent_at, acted_at=at, has_watched=True)
    acts = [act for act in Interaction if label(act) in did]
    broken = [*reasons(attestation_findings(said, publication.duration_ms)), *contradictions(did, acts)]
    if broken or one.sent_at is None:
        raise RuleBroken(*broken)
    session.add(
        EngagementAck(
            call_id=one.call.id, person_id=person, opened_at=one.sent_at, watched_at=at, acted_at=at, actions=acts
        )
    )
    session.flush()


def contradictions(did: list[str], acts: list[Interaction]) -> list[str]:
    """Return what is wrong with what somebody says to have done."""
    if not did:
        return [_("Choose what you did; having only watched is an answer too.")]
    return [_("“Only watched” and something else exclude each other.")] if acts and only_watched() in did else []


@task(name="calls-to-answer", cache_policy=NO_CACHE, persist_result=False)
def calls_to_answer(content: str = "") -> list[ToAnswer]:
    """Return the publications, of one content item or of all, whose calls wait for answers and that no run asks about."""
    with records() as session:
        return unasked_calls(session, content)


def unasked_calls(session: Session, content: str = "") -> list[ToAnswer]:
    """As ``calls_to_answer``, within a unit of work."""
    asked = {about_id_of(wait.question, ANSWER) for wait in inbox.waits(session, gate=ANSWER)}
    found = [one for one in open_publications(session) if one not in asked and awaited(session, one)]
    answers = [to_answer(session, session.get_one(Publication, one)) for one in found]
    return [one for one in answers if content in ("", one.content)]


def to_answer(session: Session, publication: Publication) -> ToAnswer:
    """Return a publication as it is begun."""
    content, _slash, account = code_of(session, publication).partition("/")
    return ToAnswer(publication.id, content, account, project_of(session, publication).code)


@task(name="outdated-answers", cache_policy=NO_CACHE, persist_result=False)
def outdated_answers() -> list[str]:
    """Return the runs that ask somebody who need not answer any more; with nobody left they will end."""
    with records() as session:
        return runs_to_renew(session)


def runs_to_renew(session: Session) -> list[str]:
    """As ``outdated_answers``, within a unit of work."""
    return [
        wait.flow_run_id
        for wait in inbox.waits(session, gate=ANSWER)
        if set(wait.awaited) != set(awaited(session, about_id_of(wait.question, ANSWER)))
    ]
