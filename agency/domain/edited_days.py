"""Whether days that a person planned by hand leave each step its time: copy, script, shoot, cut, publication (C4, P2, I4, S3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from agency.domain.calendar import BEIJING, Calendar, beijing_day, beijing_minute
from agency.domain.deadlines import copy_due, script_sync_due
from agency.locale import _
from config.policy import Policy


@dataclass(frozen=True, kw_only=True)
class PlannedDays:
    """The planned days of one video, as they stand after an edit; None where none is planned."""

    copy_due_on: date | None = None
    script_due_on: date | None = None
    planned_shoot_on: date | None = None
    planned_first_cut_on: date | None = None
    planned_edit_due_on: date | None = None
    planned_publish_at: datetime | None = None


@dataclass(frozen=True)
class Clash:
    """Two steps that leave each other no time, by the names of their columns, and the sentence for whoever planned them."""

    steps: frozenset[str]
    message: str


def clash(message: str, *steps: str) -> Clash:
    """Return what is said of two steps."""
    return Clash(frozenset(steps), message)


def day_clashes(planned: PlannedDays, calendar: Calendar, policy: Policy) -> tuple[Clash, ...]:
    """Return every pair of steps out of order: copy before script before shoot before cut before publication.

    The copy is due its working days before its anchor (P2), the script is synced its days before the shoot (I4), and
    the client has working days to confirm the final cut (S10). A step without a day clashes with nothing.
    """
    return (
        *before_the_shoot(planned, calendar, policy),
        *after_the_shoot(planned, calendar, policy),
    )


def before_the_shoot(planned: PlannedDays, calendar: Calendar, policy: Policy) -> Iterator[Clash]:
    """Yield what is wrong with the days of copy and script."""
    copy, script, shoot = planned.copy_due_on, planned.script_due_on, planned.planned_shoot_on
    if copy and script and policy.copy_anchor == "script_sync":
        latest = calendar.working_days_before(script, policy.copy_working_days)
        if copy > latest:
            sentence = _(
                "the copy, due {copy}, must come {count} working days before the script, due {script}: by {latest}"
            )
            told = sentence.format(copy=copy, script=script, count=policy.copy_working_days, latest=latest)
            yield clash(told, "copy_due_on", "script_due_on")
    elif copy and shoot and copy > (latest := copy_due(shoot, calendar, policy)):
        sentence = _("the copy, due {copy}, comes too late for the shoot on {shoot}: it is due by {latest}")
        yield clash(sentence.format(copy=copy, shoot=shoot, latest=latest), "copy_due_on", "planned_shoot_on")
    if script and shoot and script > (latest := script_sync_due(shoot, calendar, policy)):
        sentence = _("the script, due {script}, must be synced {count} days before the shoot on {shoot}: by {latest}")
        told = sentence.format(script=script, shoot=shoot, count=policy.script_sync_days, latest=latest)
        yield clash(told, "script_due_on", "planned_shoot_on")


def after_the_shoot(planned: PlannedDays, calendar: Calendar, policy: Policy) -> Iterator[Clash]:
    """Yield what is wrong with the days of cut and publication."""
    shoot, cut, final = planned.planned_shoot_on, planned.planned_first_cut_on, planned.planned_edit_due_on
    live = beijing_day(planned.planned_publish_at) if planned.planned_publish_at else None
    if shoot and cut and cut <= shoot:
        sentence = _("the first cut, due {cut}, must come after the shoot on {shoot}")
        yield clash(sentence.format(cut=cut, shoot=shoot), "planned_first_cut_on", "planned_shoot_on")
    if cut and final and final < cut:
        sentence = _("the final cut, due {final}, must not come before the first cut, due {cut}")
        yield clash(sentence.format(final=final, cut=cut), "planned_edit_due_on", "planned_first_cut_on")
    if final and live and final > (latest := calendar.working_days_before(live, policy.confirm_working_days)):
        sentence = _(
            "the final cut, due {final}, leaves the client no time before the publication on {live}: by {latest}"
        )
        told = sentence.format(final=final, live=live, latest=latest)
        yield clash(told, "planned_edit_due_on", "planned_publish_at")
    if shoot and live and live <= shoot:
        sentence = _("the publication on {live} must come after the shoot on {shoot}")
        yield clash(sentence.format(live=live, shoot=shoot), "planned_publish_at", "planned_shoot_on")


@dataclass(frozen=True, kw_only=True)
class ShootTimes:
    """When a shoot gathers, begins and ends, and on which day; None where that is not planned."""

    shoot_on: date
    call_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    fallback_on: date | None = None


def time_clashes(planned: ShootTimes) -> Iterator[Clash]:
    """Yield what is wrong with a shoot's times: another day than the shoot's, an end before the beginning (S9).

    A shoot into the night may end on the day after. The day to fall back on comes after the shoot.
    """
    times = {"call_at": planned.call_at, "starts_at": planned.starts_at, "ends_at": planned.ends_at}
    told = [(name, moment) for name, moment in times.items() if moment]
    for name, moment in told:
        if name != "ends_at" and moment.astimezone(BEIJING).date() != planned.shoot_on:
            sentence = _("{moment} is not on the day of the shoot, {day}")
            yield clash(sentence.format(moment=beijing_minute(moment), day=planned.shoot_on), name, "shoot_on")
    for (earlier, first), (later, then) in pairwise(told):
        if then < first:
            sentence = _("{then} comes before {first}; a shoot gathers, begins and ends in this order")
            yield clash(sentence.format(then=beijing_minute(then), first=beijing_minute(first)), earlier, later)
    if planned.fallback_on and planned.fallback_on <= planned.shoot_on:
        sentence = _("the day to fall back on, {fallback}, must come after the shoot on {day}")
        yield clash(sentence.format(fallback=planned.fallback_on, day=planned.shoot_on), "fallback_on", "shoot_on")
