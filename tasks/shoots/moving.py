"""Moves a shoot with all that hangs on it: its times, the days of its videos, their edits and publications (S9, S3, I4).

This is the one way to move a shoot by name; what follows from it is what follows from the same edit in the six tables.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.calendar import ONE_DAY, Calendar, beijing_day
from agency.domain.deadlines import chain, chain_findings
from agency.domain.finding import Finding, Findings
from agency.domain.production_chain import PlannedSteps, first_publication, steps_from
from agency.errors import RuleBroken
from agency.locale import _
from agency.records import edits as records
from agency.records.named import by_code
from agency.records.production import contents_of, shoot_of
from agency.records.tables import ContentItem, Shoot
from agency.records.tables.base import Kept
from config.settings import settings
from tasks.calendars import calendar
from tasks.edits.editors import Around
from tasks.edits.following import following
from tasks.edits.values import Edit, told_exactly

STEPS = tuple(PlannedSteps.__dataclass_fields__)


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is to move: a shoot with its videos, or one video that no shoot is booked for yet."""

    code: str
    shoot: Shoot | None
    items: Sequence[ContentItem]

    @property
    def record(self) -> Kept:
        """The row that is moved itself."""
        return self.shoot or self.items[0]

    @property
    def day(self) -> date | None:
        """The day it is planned for."""
        return self.shoot.shoot_on if self.shoot else self.items[0].planned_shoot_on


@dataclass(frozen=True, kw_only=True)
class Move:
    """One move before it is made.

    ``unreachable`` has for each video that can't go live as planned the first moment at which it can.
    """

    target: Target
    today: date
    was_on: date | None
    new_day: date
    edits: Sequence[Edit]
    unreachable: dict[str, datetime]
    findings: Findings

    @property
    def is_made(self) -> bool:
        """Whether all of it is planned for that day already."""
        planned = (item.planned_shoot_on for item in self.target.items)
        return all(day == self.new_day for day in (self.was_on, *planned))

    @property
    def is_near(self) -> bool:
        """Whether the old or the new day is so near that people must hear of it at once."""
        return any(day is not None and day - self.today <= ONE_DAY for day in (self.was_on, self.new_day))

    @property
    def told(self) -> str:
        """What a confirmation is bound to: exactly these changes from what stands there now."""
        return "\n".join(told_exactly(edit) for edit in self.edits)


def found(session: Session, code: str) -> Target:
    """Return what a code names: a shoot, or a video, which moves with its whole shoot once it is booked for one."""
    shoot = session.scalar(select(Shoot).where(Shoot.code == code))
    if shoot is None:
        item = by_code(session, ContentItem, code)
        shoot = shoot_of(session, item.id)
        if shoot is None or shoot.recorded_at is not None:
            return Target(code=code, shoot=None, items=[item])
    items = [item for item in contents_of(session, shoot.id) if item.stopped_at is None]
    return Target(code=shoot.code, shoot=shoot, items=items)


def plan_move(session: Session, code: str, new_day: date, at: datetime, *, publish_later: bool = False) -> Move:
    """Return what a move would change; nothing is written. ``RuleBroken`` for a day that is past, and for what was shot.

    With ``publish_later`` the publications that can't be kept move to the first moment they can.
    """
    target, days, today = found(session, code), calendar(session), beijing_day(at)
    refuse(target, new_day, today)
    unreachable = {item.code: first for item in target.items if (first := too_early(item, new_day, days))}
    later = unreachable if publish_later else {}
    around = around_at(session, today)
    own = [*of_shoot(target, new_day, around), *of_items(target, new_day, later, days, around)]
    return Move(
        target=target,
        today=today,
        was_on=target.day,
        new_day=new_day,
        edits=[*own, *following(session, own, around)],
        unreachable=unreachable,
        findings=tuple(findings(target, new_day, later, today, days)),
    )


def refuse(target: Target, new_day: date, today: date) -> None:
    """Refuse what can't be moved."""
    if new_day < today:
        raise RuleBroken(_("{day} is past: a shoot moves to a day to come.").format(day=new_day))
    if not target.items:
        raise RuleBroken(_("Every video of {code} was stopped: there is nothing to shoot.").format(code=target.code))
    if target.shoot is not None and target.shoot.recorded_at is not None:
        raise RuleBroken(_("{code} was shot already: it can't move any more.").format(code=target.code))


def too_early(item: ContentItem, new_day: date, days: Calendar) -> datetime | None:
    """Return the first moment an item can go live after a shoot on a day, None where the planned one can be kept."""
    if item.planned_publish_at is None:
        return None
    first = first_publication(new_day, item.planned_publish_at, days, settings().policy)
    return None if first == item.planned_publish_at else first


def around_at(session: Session, today: date) -> Around:
    """Return what values are shown by."""
    people = {person.id: person for person in records.everybody(session)}
    return Around(today=today, policy=settings().policy, people=people)


def of_shoot(target: Target, new_day: date, around: Around) -> Iterator[Edit]:
    """Yield the shoot's own new day."""
    if target.shoot is not None and target.shoot.shoot_on != new_day:
        yield edit(target.shoot, target.code, "shoot_on", new_day, around)


def of_items(
    target: Target, new_day: date, later: dict[str, datetime], days: Calendar, around: Around
) -> Iterator[Edit]:
    """Yield the new days of every step of every video."""
    for item in target.items:
        publish_at = later.get(item.code, item.planned_publish_at)
        planned = steps_from(new_day, publish_at, days, settings().policy)
        for step in STEPS:
            day = getattr(planned, step)
            if day is not None and day != getattr(item, step):
                yield edit(item, item.code, step, day, around)


def edit(record: Kept, code: str, attribute: str, after: object, around: Around) -> Edit:
    """Return one value that changes."""
    before = getattr(record, attribute)
    return Edit(
        number=0,
        code=code,
        column=step_names()[attribute],
        record=record,
        attribute=attribute,
        before=before,
        after=after,
        shown_before=around.shown(before),
        shown_after=around.shown(after),
    )


def step_names() -> dict[str, str]:
    """Return what people call each step of the chain."""
    return {
        "shoot_on": _("Shoot day"),
        "copy_due_on": _("Copy due"),
        "script_due_on": _("Script due"),
        "planned_shoot_on": _("Shoot day"),
        "planned_first_cut_on": _("First cut"),
        "planned_edit_due_on": _("Final cut"),
        "planned_publish_at": _("Planned publication"),
    }


def findings(
    target: Target, new_day: date, later: dict[str, datetime], today: date, days: Calendar
) -> Iterator[Finding]:
    """Yield what the rules say of every video's chain as it would be."""
    seen: set[str] = set()
    for item in target.items:
        publish_at = later.get(item.code, item.planned_publish_at)
        if publish_at is not None:
            for one in chain_findings(chain(new_day, publish_at, days, settings().policy), today, days):
                if one.message not in seen:
                    seen.add(one.message)
                    yield one
