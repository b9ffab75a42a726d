"""S3: an account's first schedule and topics, signed by operator and director, then the client (I3, R03)."""

from collections.abc import Mapping

from prefect import task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day, beijing_minute
from agency.domain.finding import Findings, reasons
from agency.domain.first_schedule import schedule_findings
from agency.domain.pasted_lines import PastedLines, read_lines
from agency.domain.plan_lines import ScheduledTopic, scheduled_topic
from agency.domain.production_chain import days_of, marked, steps_from
from agency.domain.terms import label
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.domain.terms.standings import ChainStep, ContentStanding
from agency.errors import RuleBroken
from agency.locale import _
from agency.records import topics
from agency.records.tables import Account, Meeting
from agency.records.tables.base import now
from config.settings import settings
from tasks.calendars import calendar
from tasks.gate.exhibits import table
from tasks.gate.forms import Fields
from tasks.gate.prefilled import prefilled
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject
from tasks.gate.work import StageWork, Submission
from tasks.opening import records
from tasks.started_accounts import find_started_account
from tasks.topics.material import adjustments
from tasks.topics.planned_items import pass_topic
from tasks.topics.pool import first_lines, pool_table
from tasks.topics.to_produce import ToProduce, to_produce

FIRST_BATCH = "first-batch"


def talk_of(session: Session, account_id: str) -> Meeting | None:
    """Return the talk about the first schedule; its agenda is the schedule, its minutes why these topics come first."""
    return topics.meeting_of(session, MeetingKind.PLANNING, account_id, FIRST_BATCH)


def schedule_of(talk: Meeting | None) -> PastedLines[ScheduledTopic]:
    """Return the schedule as it can be read."""
    return read_lines(talk.agenda if talk else "", scheduled_topic)


def content(session: Session, subject: Subject) -> Mapping[str, object]:
    """Return schedule and first topics; what is planned from them may move later without opening this gate again."""
    talk = talk_of(session, subject.id)
    rows = [
        [line.topic, line.title, line.shoot_on.isoformat(), line.publish_at.isoformat()]
        for line in schedule_of(talk).rows
    ]
    return {"schedule": rows, "first_topics": talk.minutes if talk else ""}


def exhibit(session: Session, subject: Subject) -> str:
    """Return the schedule with the day of every step, and what is to be pointed out."""
    talk = talk_of(session, subject.id)
    rows = [chain_row(session, line) for line in schedule_of(talk).rows]
    header = [_("topic"), _("working title"), *(label(step) for step in ChainStep)]
    notes = "\n".join(f"- {finding.message}" for finding in findings_of(session, subject, talk))
    parts = [talk.minutes if talk else "", table(rows, header), notes]
    return "\n\n".join(part for part in parts if part)


def chain_row(session: Session, line: ScheduledTopic) -> list[object]:
    """Return one video's days, from its copy to the moment it goes live in Beijing; a day that is past says so."""
    days, policy = calendar(session), settings().policy
    planned = days_of(steps_from(line.shoot_on, line.publish_at, days, policy), policy)
    *steps, _live = marked(planned, ContentStanding.AWAITS_COPY, beijing_day(now()))
    return [line.topic, line.title, *(one.shown for one in steps), beijing_minute(line.publish_at)]


def brief(session: Session, subject: Subject) -> str:
    """Return the pool to choose from, under what reviews wanted changed and nobody has settled (I10)."""
    account = session.get_one(Account, subject.id)
    pool = pool_table(topics.pool(session, subject.id), settings().policy)
    if not topics.open_actions(session, account):
        return pool
    return "\n\n".join([f"**{_('Open adjustments from reviews')}**", adjustments(session, account), pool])


def fields(session: Session, subject: Subject) -> Fields:
    """Ask for the schedule; it starts with what was handed in before, else with the pool on the first days possible."""
    talk = talk_of(session, subject.id)
    return {
        "schedule": prefilled(
            talk.agenda if talk else first_lines(session, subject.id),
            caption=_("Schedule of the first topics"),
            help_text=_("One video a line: topic | working title | shoot day | publish moment (Beijing time)."),
        ),
        "first_topics": prefilled(
            talk.minutes if talk else "",
            caption=_("Why these topics come first"),
            help_text=_("What the client should know of the first batch."),
        ),
    }


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Write the schedule down as it goes to the client; raise ``RuleBroken`` for one that cannot be read or kept."""
    talk = talk_of(session, subject.id) or Meeting(
        kind=MeetingKind.PLANNING, account_id=subject.id, cadence_key=FIRST_BATCH
    )
    talk.agenda = submission.values["schedule"].strip()
    talk.minutes = submission.values["first_topics"].strip()
    talk.host_id = submission.person.person
    session.add(talk)
    if broken := (*schedule_of(talk).faults, *reasons(findings_of(session, subject, talk))):
        raise RuleBroken(*broken)


def findings_of(session: Session, subject: Subject, talk: Meeting | None) -> Findings:
    """Return what the rules say of the schedule today."""
    pool = {topic.code for topic in topics.pool(session, subject.id)}
    today = beijing_day(now())
    return schedule_findings(schedule_of(talk).rows, pool, today, calendar(session), settings().policy)


def agree(session: Session, subject: Subject) -> None:
    """Pass the first topics and plan a content item for each, once (R03)."""
    talk = talk_of(session, subject.id)
    if talk is None:
        return
    talk.status, talk.held_at, talk.client_present = MeetingStatus.HELD, now(), True
    account = session.get_one(Account, subject.id)
    lines = schedule_of(talk).rows
    known = topics.by_codes(session, [line.topic for line in lines])
    for line in lines:
        pass_topic(session, talk, known[line.topic], line, owner=account.director_id)
    talk.decisions = [line.title for line in lines]


SCHEDULE = StageWork(
    gate="S3",
    find=find_started_account,
    content=content,
    exhibit=exhibit,
    fields=fields,
    brief=brief,
    write=write,
    close=agree,
)


@stage_task("S3")
def schedule_first_topics(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Agree with the client on the schedule and the first topics (S3, I3)."""
    return advance(SCHEDULE, code, answer)


@task(task_run_name="first-items-{account}", cache_policy=NO_CACHE, persist_result=False)
def first_items(account: str) -> list[ToProduce]:
    """Return the content items of an account's first batch whose production can begin."""
    with records() as session:
        return to_produce(session, talk_of(session, find_started_account(session, account).id))
