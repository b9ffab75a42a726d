"""A video's chain as every schedule shows it, and what becomes of it when its shoot moves (S3, I4, I7, S10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from agency.domain.calendar import BEIJING, Calendar, beijing_day
from agency.domain.deadlines import chain, copy_due, handover_due, script_sync_due
from agency.domain.terms import label
from agency.domain.terms.standings import ChainStep, ContentStanding, DayMark
from agency.domain.timers import beijing_moment
from config.policy import Policy

OPEN_UNTIL = {
    ChainStep.COPY: ContentStanding.AWAITS_COPY,
    ChainStep.SCRIPT: ContentStanding.AWAITS_SYNC,
    ChainStep.SHOOT: ContentStanding.AWAITS_SHOOT,
    ChainStep.HANDOVER: ContentStanding.AWAITS_SHOOT,
    ChainStep.CUT: ContentStanding.AWAITS_CUT,
    ChainStep.CONFIRM: ContentStanding.AWAITS_CONFIRMATION,
    ChainStep.PUBLISH: ContentStanding.AWAITS_PUBLISHING,
}
"""The last standing in which each step is still to be done."""

ORDER = tuple(ContentStanding)


@dataclass(frozen=True, kw_only=True)
class PlannedSteps:
    """The planned days of one video, by the names of their columns; None where nothing is planned."""

    copy_due_on: date | None
    script_due_on: date | None
    planned_shoot_on: date | None
    planned_first_cut_on: date | None
    planned_edit_due_on: date | None
    planned_publish_at: datetime | None


def steps_from(shoot_on: date, publish_at: datetime | None, calendar: Calendar, policy: Policy) -> PlannedSteps:
    """Return the last day of each step, counted from a shoot and a publication; without the latter no cut is confirmed."""
    cut_due = calendar.working_days_after(shoot_on, policy.cut_working_days)
    days = chain(shoot_on, publish_at, calendar, policy) if publish_at else None
    return PlannedSteps(
        copy_due_on=copy_due(shoot_on, calendar, policy),
        script_due_on=script_sync_due(shoot_on, calendar, policy),
        planned_shoot_on=shoot_on,
        planned_first_cut_on=cut_due,
        planned_edit_due_on=days.confirm_due if days else None,
        planned_publish_at=publish_at,
    )


def first_publication(shoot_on: date, wished: datetime, calendar: Calendar, policy: Policy) -> datetime:
    """Return the first moment that leaves time for the cut and the client's word, at the wished time of day.

    It is the wished moment itself where that can be kept.
    """
    cut_due = calendar.working_days_after(shoot_on, policy.cut_working_days)
    first = calendar.working_days_after(cut_due, policy.confirm_working_days)
    if calendar.working_days_before(beijing_day(wished), policy.confirm_working_days) >= cut_due:
        return wished
    return beijing_moment(first, wished.astimezone(BEIJING).time())


@dataclass(frozen=True)
class ChainDay:
    """The last day of one step, and what stands out of it; None where nothing is planned, or nothing stands out."""

    step: ChainStep
    day: date | None
    mark: DayMark | None = None

    @property
    def shown(self) -> str:
        """The day as a schedule shows it, an en dash for none."""
        told = self.day.isoformat() if self.day else "\u2013"
        return f"{told} {label(self.mark)}" if self.mark else told


def days_of(planned: PlannedSteps, policy: Policy) -> dict[ChainStep, date | None]:
    """Return the last day of every step of a video, the handover of its footage and its publication among them."""
    shoot, live = planned.planned_shoot_on, planned.planned_publish_at
    return {
        ChainStep.COPY: planned.copy_due_on,
        ChainStep.SCRIPT: planned.script_due_on,
        ChainStep.SHOOT: shoot,
        ChainStep.HANDOVER: handover_due(shoot, policy) if shoot else None,
        ChainStep.CUT: planned.planned_first_cut_on,
        ChainStep.CONFIRM: planned.planned_edit_due_on,
        ChainStep.PUBLISH: beijing_day(live) if live else None,
    }


def marked(days: Mapping[ChainStep, date | None], standing: ContentStanding, today: date) -> tuple[ChainDay, ...]:
    """Return the steps in their order; one that is not done stands out on its day and after it."""
    return tuple(ChainDay(step, days[step], mark_of(step, days[step], standing, today)) for step in ChainStep)


def mark_of(step: ChainStep, day: date | None, standing: ContentStanding, today: date) -> DayMark | None:
    """Return what stands out of a step's day."""
    is_open = ORDER.index(standing) <= ORDER.index(OPEN_UNTIL[step])
    if day is None or not is_open or day > today:
        return None
    return DayMark.TODAY if day == today else DayMark.OVERDUE
