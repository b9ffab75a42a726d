"""S6: the weekly topic meeting; a director decides each topic, and what is passed becomes a content item (I2, C5, R02)."""

from collections.abc import Mapping

from prefect import get_run_logger, task
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.first_schedule import first_slot
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.meetings import MeetingKind, MeetingStatus
from agency.domain.windows import Window, previous, window_of
from agency.errors import NotOnRecord, RuleBroken
from agency.locale import _
from agency.records import month_plans, topics
from agency.records.named import by_code
from agency.records.tables import Account, Meeting
from agency.records.tables.base import now
from config.settings import settings
from tasks.calendars import calendar
from tasks.gate.forms import Fields
from tasks.gate.prefilled import wished
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import advance, stage_task
from tasks.gate.subjects import Subject, of_meeting
from tasks.gate.work import StageWork, Submission
from tasks.opening import records
from tasks.topics.candidates import call_meeting, candidates
from tasks.topics.decisions import Said, broken_rules, read_all, topic_fields
from tasks.topics.material import material
from tasks.topics.planned_items import pass_topic
from tasks.topics.to_produce import ToProduce, to_produce


def find_topic_meeting(session: Session, code: str) -> Subject:
    """Return a topic meeting as a subject, by a code such as ``SUMMER-DY/2026-W47``; raise ``NotOnRecord`` without it."""
    account, _slash, week = code.rpartition("/")
    meeting = topics.meeting_of(session, MeetingKind.TOPICS, by_code(session, Account, account).id, week)
    if meeting is None:
        raise NotOnRecord(_("There is no topic meeting {code}.").format(code=code))
    return of_meeting(session, meeting, SubjectKind.TOPIC_MEETING)


def meeting_of(session: Session, subject: Subject) -> Meeting:
    """Return the meeting that is held."""
    return session.get_one(Meeting, subject.id)


def content(session: Session, subject: Subject) -> Mapping[str, object]:
    """Return what the meeting decided; what becomes of the topics afterwards is no part of it."""
    meeting = meeting_of(session, subject)
    return {"decisions": meeting.decisions, "minutes": meeting.minutes}


def exhibit(session: Session, subject: Subject) -> str:
    """Return the decisions, one a line."""
    meeting = meeting_of(session, subject)
    listed = "\n".join(f"- {line}" for line in meeting.decisions)
    return "\n\n".join(part for part in (listed, meeting.minutes) if part)


def brief(session: Session, subject: Subject) -> str:
    """Return the meeting's material."""
    meeting = meeting_of(session, subject)
    return material(session, account_of(session, meeting), meeting)


def fields(session: Session, subject: Subject) -> Fields:
    """Ask for a decision about each topic, and for what else was said."""
    meeting = meeting_of(session, subject)
    today, days, policy = beijing_day(now()), calendar(session), settings().policy
    asked: Fields = {}
    for place, topic in candidates(session, meeting).items():
        asked |= topic_fields(place, topic, first_slot(today, place - 1, days, policy), policy)
    about = _("New directions that were discussed, and anything else worth keeping.")
    return {**asked, "minutes": wished(meeting.minutes, caption=_("Minutes"), help_text=about)}


def write(session: Session, subject: Subject, submission: Submission) -> None:
    """Write the decisions down and plan what was passed; raise ``RuleBroken`` with the reasons of all topics at once."""
    meeting = meeting_of(session, subject)
    account = account_of(session, meeting)
    said, faults = read_all(candidates(session, meeting), submission.values)
    owner = account.director_id or submission.person.person
    closed = month_plans.months_not_confirmed(session, account.project_id)
    rules = closed, beijing_day(now()), calendar(session), settings().policy
    broken = [reason for one in said for reason in broken_rules(one, submission.person.role, owner, *rules)]
    if faults or broken:
        raise RuleBroken(*faults, *broken)
    for one in said:
        settle(session, meeting, one, owner)
    meeting.decisions = [one.line for one in said]
    meeting.minutes = submission.values["minutes"].strip()
    meeting.host_id = submission.person.person


def settle(session: Session, meeting: Meeting, said: Said, owner: str) -> None:
    """Write what was said of one topic; a passed one gets its content item, the others keep the word and its reason."""
    said.topic.judgement = said.reason or None
    if said.is_passed:
        pass_topic(session, meeting, said.topic, said.planned, owner)
    else:
        said.topic.status = said.status
        said.topic.meeting_id = meeting.id


def close(session: Session, subject: Subject) -> None:
    """Keep that the meeting was held, and that it has seen the ideas shared before it (C5)."""
    meeting = meeting_of(session, subject)
    meeting.status, meeting.held_at = MeetingStatus.HELD, now()
    since = previous(window_of(meeting.cadence_key or "")).begins
    for share in topics.shares(session, since, meeting.held_at):
        share.meeting_id = share.meeting_id or meeting.id


def account_of(session: Session, meeting: Meeting) -> Account:
    """Return the account a topic meeting is about."""
    return session.get_one(Account, meeting.account_id)


MEETING = StageWork(
    gate="S6",
    find=find_topic_meeting,
    content=content,
    exhibit=exhibit,
    fields=fields,
    brief=brief,
    write=write,
    close=close,
)


@stage_task("S6")
def decide_topics(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Let a director decide each candidate of the week (S6, I2)."""
    return advance(MEETING, code, answer)


@task(task_run_name="call-topic-meeting-{account}", cache_policy=NO_CACHE, persist_result=False)
def call_topic_meeting(account: str, week: Window) -> str | None:
    """Return the code of an account's meeting in a week, calling it first; None when the week has no working day (R02)."""
    with records() as session:
        called = call_meeting(session, by_code(session, Account, account), week)
        if called.status is MeetingStatus.WAIVED:
            sentence = _("{account} {week}: no working day, so there is no topic meeting.")
            get_run_logger().info(sentence.format(account=account, week=week.key))
            return None
        return of_meeting(session, called, SubjectKind.TOPIC_MEETING).code


@task(task_run_name="passed-items-{code}", cache_policy=NO_CACHE, persist_result=False)
def passed_items(code: str) -> list[ToProduce]:
    """Return the content items of a meeting whose production can begin."""
    with records() as session:
        return to_produce(session, session.get_one(Meeting, find_topic_meeting(session, code).id))
