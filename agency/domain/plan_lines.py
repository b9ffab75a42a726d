"""The lists that people paste when a project starts: its timetable (C2), its first schedule (S3), a budget (S4), papers (S5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agency.domain.budgets import BudgetLine
from agency.domain.pasted_lines import exactly, read_day, read_fen, read_moment, read_quantity, read_word
from agency.domain.projects import Milestone
from agency.domain.terms.accounts import RegistrationPaper
from agency.domain.terms.plans import BudgetCategory
from agency.locale import _


@dataclass(frozen=True, kw_only=True)
class ScheduledTopic:
    """One row of a schedule: which topic is shot and published when, under which title; the moment is a Beijing one."""

    topic: str
    title: str
    shoot_on: date
    publish_at: datetime


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """One row of a budget as it was pasted, with the unit its quantity is counted in."""

    line: BudgetLine
    unit: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Until when a paper of the registration is valid, and where it is kept; either may be unsaid."""

    paper: RegistrationPaper
    expires_on: date | None
    file_ref: str


def milestone(row: Sequence[str]) -> Milestone:
    """Read ``day | what | owner``."""
    day, what, owner = exactly(row, [_("day"), _("what"), _("owner")])
    return Milestone(what=what, owner=owner, due_on=read_day(day))


def scheduled_topic(row: Sequence[str]) -> ScheduledTopic:
    """Read ``topic | title | shoot day | publish moment``."""
    topic, title, shoot, publish = exactly(row, [_("topic"), _("working title"), _("shoot day"), _("publish moment")])
    return ScheduledTopic(topic=topic, title=title, shoot_on=read_day(shoot), publish_at=read_moment(publish))


def asked_line(row: Sequence[str]) -> AskedLine:
    """Read ``category | item | quantity | unit price in yuan | unit``; the unit may be left out."""
    columns = [_("category"), _("item"), _("quantity"), _("unit price"), _("unit")]
    category, item, quantity, price, unit = exactly(row, columns, optional=1)
    count, unit_price_fen = read_quantity(quantity), read_fen(price)
    line = BudgetLine(
        category=read_word(category, BudgetCategory),
        item=item,
        quantity=count,
        unit_price_fen=unit_price_fen,
        amount_fen=round(count * unit_price_fen),
    )
    return AskedLine(line=line, unit=unit)


def paper(row: Sequence[str]) -> Paper:
    """Read ``paper | valid until | where it is kept``; where it is kept may be left out, the day may be empty."""
    name, until, kept = exactly(row, [_("paper"), _("valid until"), _("where it is kept")], optional=1)
    return Paper(paper=read_word(name, RegistrationPaper), expires_on=read_day(until) if until else None, file_ref=kept)
