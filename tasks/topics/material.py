"""What a topic meeting looks at before it decides, the most useful first (I2, C5, domain.md 6.3)."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.hot_days import hot_days_ahead
from agency.domain.terms import label
from agency.domain.terms.content import TopicSource
from agency.domain.windows import Window, previous, window_of
from agency.locale import _
from agency.records import month_plans, sharing, topics, voices
from agency.records.sharing import Told
from agency.records.tables import Account, Meeting, Person, Topic, TrendShare, WorkDayOverride
from agency.records.tables.base import now
from config.hot_days import hot_days
from config.lexicon import question_words
from config.settings import settings
from tasks.gate.exhibits import table
from tasks.topics.candidates import candidates
from tasks.topics.ideas_digest import quiet, reference_of
from tasks.topics.pool import pool_table
from tasks.topics.works import works_of

DAYS_AHEAD = 14
STALE_SINCE = timedelta(days=14)
MOST_QUESTIONS = 5
MOST_IDEAS = 10
MOST_WORDS = 5


def material(session: Session, account: Account, meeting: Meeting) -> str:
    """Return everything on one page, as Markdown: what is decided about comes first."""
    week = previous(window_of(meeting.cadence_key or ""))
    parts = {
        _("Topics of this meeting"): pool(session, account, meeting),
        _("Days ahead"): days_ahead(session),
        _("Last week's works"): works_of(session, account, week),
        _("Open adjustments from reviews"): adjustments(session, account),
        _("The client's wishes"): client_asks(session, account, week),
        _("Questions in the comments"): questions(session, account, week),
        _("Ideas shared since last week"): ideas(session, week),
        _("What the last meeting decided"): decided_before(session, meeting),
    }
    shown = "\n\n".join(f"**{heading}**\n\n{text}" for heading, text in parts.items())
    return "\n\n".join(part for part in (closed_months(session, account), shown) if part)


def closed_months(session: Session, account: Account) -> str:
    """Return which months take no videos yet, nothing where none is closed (C1)."""
    months = sorted(month_plans.months_not_confirmed(session, account.project_id))
    sentence = _("⚠ The plan of {months} is not confirmed by the client yet: no video can be set to go live in it.")
    return sentence.format(months=_(", ").join(months)) if months else ""


def pool(session: Session, account: Account, meeting: Meeting) -> str:
    """Return the topics to decide about, and those that have gone stale since, told as such."""
    shown = pool_table(list(candidates(session, meeting).values()), settings().policy)
    gone = topics.stale(session, account.id, beijing_day(now() - STALE_SINCE))
    listed = _(", ").join(f"{topic.code} {topic.title} ({topic.expires_on})" for topic in gone)
    stale = _("Gone stale and no longer brought: {topics}.").format(topics=listed) if gone else ""
    return "\n\n".join(part for part in (shown, stale) if part)


def days_ahead(session: Session) -> str:
    """Return the days of the next two weeks that topics can be made of."""
    own = {entry.day: entry.note for entry in session.scalars(select(WorkDayOverride))}
    days = hot_days_ahead(beijing_day(now()), DAYS_AHEAD, hot_days(), own)
    listed = [f"{day.day:%m-%d} {day.name} ({label(day.kind)})" for day in days]
    return "\n".join(f"- {line}" for line in listed) or _("None in the next {days} days.").format(days=DAYS_AHEAD)


def adjustments(session: Session, account: Account) -> str:
    """Return what earlier reviews wanted changed and nobody has settled (I10)."""
    rows = [
        [one.due_on, name_of(session, one.owner_id), one.what, one.expected_effect]
        for one in topics.open_actions(session, account)
    ]
    return table(rows, [_("by"), _("who"), _("what"), _("expected effect")]) if rows else _("None is open.")


def client_asks(session: Session, account: Account, week: Window) -> str:
    """Return the client's own topics in the pool, and what the client wrote at the gates since last week."""
    wished = [topic for topic in topics.pool(session, account.id) if topic.source is TopicSource.CLIENT]
    said = voices.client_words(session, account.id, account.project_id, week.begins)[:MOST_WORDS]
    lines = [_("topic {code}: {title}").format(code=topic.code, title=topic.title) for topic in wished]
    lines += [f"{beijing_day(one.said_at)} {one.name} · {one.gate} {label(one.verdict)}: {one.words}" for one in said]
    return listed_lines(lines) or _("None is on record.")


def listed_lines(lines: Sequence[str]) -> str:
    """Return lines as a list, each on one line."""
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)


def questions(session: Session, account: Account, week: Window) -> str:
    """Return what people asked under the works last week, the most liked first; no data where no comment ever came in."""
    said = voices.comments(session, account.id, week.begins, now())
    if not said:
        return _("None was asked.") if voices.has_comments(session, account.id) else _("no data")
    asking = question_words().words
    asked = [one for one in said if any(word in one.words for word in asking)][:MOST_QUESTIONS]
    rows = [[one.words, one.work, one.likes] for one in asked]
    return table(rows, [_("question"), _("work"), _("likes")]) if rows else _("None was asked.")


def ideas(session: Session, week: Window) -> str:
    """Return what was shared since a week began, the latest first, and where that week was quiet (C5, C6)."""
    shared = list(reversed(topics.shares(session, week.begins, now())))
    rows = [idea_row(session, one) for one in shared[:MOST_IDEAS]]
    header = [_("day"), _("who"), _("kind"), _("what"), _("reference account")]
    more = _("{count} more").format(count=len(shared) - MOST_IDEAS) if len(shared) > MOST_IDEAS else ""
    listed = table(rows, header) if rows else _("Nothing was shared.")
    last_week = quiet(session, week, sharing.told_between(session, week.begins, week.ends))
    return "\n\n".join(part for part in (listed, more, *last_week) if part)


def idea_row(session: Session, one: TrendShare) -> list[object]:
    """Return an idea as a row, the account it was seen on leading to where it was seen."""
    told = Told(one, "", name_of(session, one.author_id))
    return [beijing_day(one.shared_at), told.name, label(one.kind), one.what, reference_of(told)]


def decided_before(session: Session, meeting: Meeting) -> str:
    """Return what the last meeting decided of each topic: why, whose it is, and when it is shot (I2)."""
    before = topics.meeting_before(session, meeting)
    if before is None:
        return _("There was no topic meeting before.")
    rows = [decision_row(session, topic) for topic in topics.decided_in(session, before.id)]
    header = [_("topic"), _("working title"), _("decision"), _("reason"), _("owner"), _("shoot day")]
    return table(rows, header) if rows else _("It decided about no topic.")


def decision_row(session: Session, topic: Topic) -> list[object]:
    """Return what was decided of one topic."""
    owner = name_of(session, topic.owner_id) if topic.owner_id else None
    return [topic.code, topic.title, label(topic.status), topic.judgement, owner, topic.planned_on]


def name_of(session: Session, person_id: str) -> str:
    """Return a person's name."""
    return session.get_one(Person, person_id).name
