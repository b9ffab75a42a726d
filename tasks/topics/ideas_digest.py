"""The week's ideas on one page, by kind, with who was quiet as facts: for the group, and for the topic meeting (C5, C6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar, beijing_day
from agency.domain.messages import Message
from agency.domain.sharing import Share, first_working_day, sharing_findings
from agency.domain.terms import label
from agency.domain.terms.messages import MessageKind
from agency.domain.terms.sharing import ShareKind
from agency.domain.windows import Window, window_of
from agency.locale import _
from agency.records import sharing
from agency.records.sharing import EditorSeat, Told
from agency.records.tables.base import now
from config.settings import settings
from tasks.calendars import calendar
from tasks.messages.telling import tell_group
from tasks.opening import looking, records
from tasks.operations.weeks_to_tell import untold_weeks

KEY = "ideas"


@dataclass(frozen=True, kw_only=True)
class Digest:
    """One week's ideas as text; ``is_told`` is True when a group hears of them by this very call."""

    week: str
    text: str
    count: int
    is_told: bool


@task(name="weeks-to-digest", cache_policy=NO_CACHE, persist_result=False)
def weeks_to_digest(week: str) -> list[str]:
    """Return the keys of the weeks whose ideas are put together now: the one that is named, else those due and not told."""
    with looking() as session:
        return [window_of(week).key] if week else due_weeks(session, now())


def due_weeks(session: Session, at: datetime) -> list[str]:
    """Return the keys of the weeks whose day has come and of which no group has been told, oldest first."""
    return untold_weeks(session, at, about)


@task(task_run_name="digest-ideas-{week}", cache_policy=NO_CACHE, persist_result=False)
def digest_ideas_of(week: str) -> str:
    """Show a week's ideas on the page ``ideas``, tell the groups once it is over, and return what was done in a sentence."""
    window = window_of(week)
    is_over = beijing_day(now()) > window.last
    with looking() as session:
        shown = page_of(session, window, is_over=is_over)
    create_markdown_artifact(shown, key=KEY, description=title_of(window))
    if not is_over:
        return _("{week} is not over yet: the page ideas shows it as it stands, and no group is told.").format(
            week=week
        )
    with records() as session:
        made = digest(session, window)
    again = _("{week}: {count} ideas, told before or to no group.")
    sentence = _("{week}: {count} ideas, the group is told.") if made.is_told else again
    return sentence.format(week=week, count=made.count)


def page_of(session: Session, week: Window, *, is_over: bool) -> str:
    """Return a week's page: while it runs nobody is called quiet, and at the end it says how an idea is shared."""
    told = sharing.told_between(session, week.begins, week.ends)
    text = text_of(session, week, told) if is_over else ideas_of(told)
    standing = "" if is_over else _("The week is not over yet.")
    return "\n\n".join(
        part for part in (standing, text, _("To share an idea, run share-idea; any day, anyone.")) if part
    )


def digest(session: Session, week: Window) -> Digest:
    """Put a week's ideas together and tell every group for ideas, each once, whenever it is called again."""
    told = sharing.told_between(session, week.begins, week.ends)
    text = text_of(session, week, told)
    message = Message(
        about=about(week.key),
        kind=MessageKind.IDEAS,
        title=title_of(week),
        lines=[text, _("The topic meetings of this week talk them over.")],
    )
    fresh = [tell_group(session, message, group) for group in sharing.groups(session)]
    return Digest(week=week.key, text=text, count=len(told), is_told=any(fresh))


def about(week: str) -> str:
    """Return what a message on a week is about."""
    return f"ideas:{week}"


def title_of(week: Window) -> str:
    """Return what a week's digest is called."""
    return _("Ideas of {week} ({first} to {last})").format(
        week=week.key, first=f"{week.first:%m-%d}", last=f"{week.last:%m-%d}"
    )


def text_of(session: Session, week: Window, told: Sequence[Told]) -> str:
    """Return a week's ideas by kind, then who and when was quiet."""
    return "\n\n".join([ideas_of(told), *quiet(session, week, told)])


def ideas_of(told: Sequence[Told]) -> str:
    """Return ideas by kind, in the order of the kinds."""
    parts = [part_of(kind, [one for one in told if one.share.kind is kind]) for kind in ShareKind]
    return "\n\n".join(part for part in parts if part) or _("Nobody shared an idea.")


def part_of(kind: ShareKind, told: Sequence[Told]) -> str:
    """Return the ideas of one kind as a list, nothing without any."""
    if not told:
        return ""
    return "\n".join([f"**{label(kind)}**", "", *(line_of(one) for one in told)])


def line_of(told: Told) -> str:
    """Return one idea with its author and what there is to look at."""
    seen = f" · {_('seen at {place}').format(place=reference)}" if (reference := reference_of(told)) else ""
    again = f" · {_('shared before')}" if told.share.repeats_id else ""
    return f"- {told.name}:{' '.join(told.share.what.split())}{seen}{again}"


def reference_of(told: Told) -> str:
    """Return the account an idea was seen on, leading to where it was seen."""
    name = told.share.reference_account or (_("link") if told.share.reference_url else "")
    return f"[{name}]({told.share.reference_url})" if told.share.reference_url else name


def quiet(session: Session, week: Window, told: Sequence[Told]) -> list[str]:
    """Return which working days saw no idea and which editors shared no technique: facts, of which nobody is reminded here."""
    days = calendar(session)
    editors = {seat.person_id: called(seat.name, seat.code, told) for seat in asked_in(session, week, days)}
    shares = [
        Share(editors.get(one.share.author_id, one.name), one.share.kind, beijing_day(one.share.shared_at))
        for one in told
        if one.share.repeats_id is None
    ]
    found = sharing_findings(shares, list(editors.values()), week.first, days, settings().policy)
    return [finding.message for finding in found]


def called(name: str, code: str, told: Sequence[Told]) -> str:
    """Return an editor's name, with the code where somebody else of that name shared something."""
    return f"{name} {code}" if any(one.name == name and one.code != code for one in told) else name


def asked_in(session: Session, week: Window, days: Calendar) -> list[EditorSeat]:
    """Return one seat for each editor who is asked to share in a week: on an active project since its first working day."""
    seats: dict[str, EditorSeat] = {}
    if (first := first_working_day(week, days)) is None:
        return []
    for seat in sharing.editor_seats(session):
        joined = beijing_day(max(seat.since, seat.begun_at))
        if joined <= first and (seat.closed_on is None or seat.closed_on > week.last):
            seats.setdefault(seat.person_id, seat)
    return list(seats.values())
