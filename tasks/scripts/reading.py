"""Whoever was told of a script says to know it, or what is unclear; answers to an earlier version do not count (I4)."""

from datetime import date, datetime

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.approvals import Member, one_seat_each
from agency.domain.calendar import beijing_day
from agency.domain.messages import Message
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.messages import MessageKind
from agency.domain.terms.people import Role
from agency.errors import BadInput, NotOnRecord, RuleBroken
from agency.locale import _
from agency.records import ledger
from agency.records.ledger import GateKey
from agency.records.named import by_code
from agency.records.syncs import approved_script, sync_to
from agency.records.tables import Account, ContentItem, Person, Project, Script, ScriptSync
from agency.records.tables.base import now
from tasks.asking_people import Poll, named
from tasks.calendars import calendar
from tasks.gate.forms import Fields, choice, text
from tasks.gate.questions import Answer, Question, Stopped
from tasks.messages.telling import tell
from tasks.opening import records
from tasks.responsible import people_with
from tasks.scripts.delivery import deliver, recipients
from tasks.scripts.pages import changes_since_told, link_to_script, name_of

READ = "I4-read"


@task(name="ask-readers", task_run_name="I4 · {code}", cache_policy=NO_CACHE, persist_result=False)
def ask_readers(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Take an answer about a version (``BREEZE-001/2``), and return what is asked next; None when nobody is asked."""
    with records() as session:
        return reading_step(session, code, answer, flow_run.id or "", now())


def reading_step(session: Session, code: str, answer: Answer | None, run_id: str, at: datetime) -> Question | None:
    """Tell readers who came later, take an answer where there is one, and return what is asked next, all in one unit of work."""
    content, _slash, _version = code.partition("/")
    ledger.take_turns(session, content)
    item, script = version_called(session, code)
    if is_read(session, item, script, at):
        deliver(session, script, at)
    if answer is not None:
        receive(session, item, script, answer, run_id, at)
    return poll_of(session, item, script, run_id, at).question()


def version_called(session: Session, code: str) -> tuple[ContentItem, Script]:
    """Return the item and the version of its script that a code such as ``BREEZE-001/2`` names."""
    content, _slash, version = code.partition("/")
    if not version.isdecimal():
        raise BadInput(_("“{code}” names no version of a script; one reads like BREEZE-001/2.").format(code=code))
    item = by_code(session, ContentItem, content)
    script = session.scalar(select(Script).where(Script.content_id == item.id, Script.version == int(version)))
    if script is None:
        raise NotOnRecord(
            _("There is no version {version} of the script of {code}.").format(version=version, code=content)
        )
    return item, script


def is_read(session: Session, item: ContentItem, script: Script, at: datetime) -> bool:
    """Say whether a version is still to be known: the approved one, its shoot not past, its video not stopped."""
    approved = approved_script(session, item.id)
    is_past = item.planned_shoot_on is not None and item.planned_shoot_on < beijing_day(at)
    return approved is not None and approved.id == script.id and item.stopped_at is None and not is_past


def awaited(session: Session, item: ContentItem, script: Script, at: datetime) -> list[Member]:
    """Return the readers of now who were told of a version and have not said to know it; nobody once it was shot."""
    if not is_read(session, item, script, at):
        return []
    syncs = {member: sync_to(session, script.id, member.person) for member in one_seat_each(recipients(item))}
    return [member for member, sync in syncs.items() if sync is not None and sync.acknowledged_at is None]


def poll_of(session: Session, item: ContentItem, script: Script, run_id: str, at: datetime) -> Poll:
    """Return what a run asks about a version."""
    people = named(session, {member.person: member.role for member in awaited(session, item, script, at)})
    project = session.get_one(Project, session.get_one(Account, item.account_id).project_id)
    sentence = _("I4 · {code} · script version {version} · to be known: {count}")
    return Poll(
        session=session,
        run_id=run_id,
        gate=GateKey(SubjectKind.CONTENT, item.id, READ),
        about_id=script.id,
        people=people,
        headline=sentence.format(code=item.code, version=script.version, count=len(people)),
        tags=frozenset({"I4", item.code, project.code}),
        fields=fields(),
        shown=shown(session, item, script) if people else "",
        due_on=known_by(session, item),
    )


def known_by(session: Session, item: ContentItem) -> date | None:
    """Return the day by whose end a script is to be known: the working day before its shoot, None while no day is fixed."""
    shoot_on = item.planned_shoot_on
    return calendar(session).previous_working_day(shoot_on) if shoot_on is not None else None


def fields() -> Fields:
    """Return what a reader is asked."""
    return {
        "known": (choice([_("I know the script")]), Field(title=_("Script read and known"))),
        "feedback": (
            text(required=False, longest=2000),
            Field(default="", title=_("What is unclear or should change"), description=_("It goes to the director.")),
        ),
    }


def shown(session: Session, item: ContentItem, script: Script) -> str:
    """Return what stands above the form: where the script is read, by when, and what changed."""
    line = _("Please get to know it before the shoot on {day}.").format(day=item.planned_shoot_on or _("a day to come"))
    changes = changes_since_told(session, script)
    listed = [_("Changed since the version before:"), "\n".join(f"- {change}" for change in changes)] if changes else []
    link = f"[{name_of(item, script)}]({link_to_script(session, item, script)})"
    return "\n\n".join([link, line, *listed])


def receive(session: Session, item: ContentItem, script: Script, answer: Answer, run_id: str, at: datetime) -> None:
    """Write an answer, or keep it as put back with its reasons."""
    poll = poll_of(session, item, script, run_id, at)
    if not poll.people:
        return
    try:
        person, filled = poll.read(answer)
    except RuleBroken as broken:
        poll.refuse(answer, broken)
    else:
        acknowledge(session, item, script, person, filled["feedback"], at)


def acknowledge(session: Session, item: ContentItem, script: Script, person: str, feedback: str, at: datetime) -> None:
    """Note that a reader knows a version, once, and hand what is unclear to the director."""
    sync = sync_to(session, script.id, person)
    if sync is None or sync.acknowledged_at is not None:
        return
    sync.acknowledged_at = at
    sync.feedback = feedback.strip()
    if sync.feedback:
        tell(session, feedback_told(session, item, script, sync), directors(session, item))
    session.flush()


def feedback_told(session: Session, item: ContentItem, script: Script, sync: ScriptSync) -> Message:
    """Return the message that hands a reader's words to the director."""
    name = session.get_one(Person, sync.recipient_id).name
    return Message(
        about=f"script-feedback-{sync.id}",
        kind=MessageKind.SCRIPT,
        title=_("{name} has a remark on the script of 《{title}》").format(name=name, title=item.title),
        lines=[sync.feedback, _("A change makes a new version, and everybody is told of it again.")],
        link=link_to_script(session, item, script),
        project_id=session.get_one(Account, item.account_id).project_id,
    )


def directors(session: Session, item: ContentItem) -> list[str]:
    """Return the item's director, else those of its project."""
    if item.director_id is not None:
        return [item.director_id]
    return people_with(session, session.get_one(Account, item.account_id).project_id, [Role.DIRECTOR])
