"""The lists that are pasted for a month's plan: its targets, its tasks, its people, what the client has to give (C1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agency.domain.month_plan import RATES, NeededInput, PlanTarget, PlanTask
from agency.domain.pasted_lines import exactly, narrow, read_day, read_word
from agency.domain.terms import label
from agency.domain.terms.figures import Metric
from agency.domain.terms.plans import TargetDirection, TargetLevel
from agency.errors import BadInput
from agency.locale import _

NUMBER = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)([%wk]?)", re.ASCII)
TIMES = {"": 1.0, "%": 0.01, "w": 10_000.0, "k": 1_000.0}
STAGE = re.compile(r"S(?:1[0-3]|[1-9])(?!\d)")
NAMES = re.compile(r"[\u3001,;/&]|\s{2,}")


@dataclass(frozen=True)
class StageNames:
    """Who stands for a stage, by the names people use; nobody where it is empty."""

    stage: str
    names: tuple[str, ...]


def planned_target(row: Sequence[str]) -> PlanTarget:
    """Read ``account | metric | value | direction | level``; the last two may be left out, no account is the project."""
    columns = [_("account"), _("metric"), _("value"), _("direction"), _("level")]
    account, metric, value, direction, level = exactly(row, columns, optional=2)
    kind = read_word(metric, Metric)
    return PlanTarget(
        account="" if account == _("the whole project") else account,
        metric=kind,
        value=read_value(value),
        direction=read_word(direction, TargetDirection) if direction else TargetDirection.AT_LEAST,
        level=read_word(level, TargetLevel) if level else TargetLevel.MUST_REACH,
    )


def read_value(text: str) -> float:
    """Read a number as people write it: ``400,000``, ``40`` with the character for ten thousand, ``30%`` for 0.3."""
    bare = narrow(text).replace(",", "").replace(_("ten thousand"), "w").lower()
    found = NUMBER.fullmatch(bare)
    if found is None:
        raise BadInput(_("“{text}” is no number like 400000 or 30%").format(text=text))
    return round(float(found[1]) * TIMES[found[2]], 8)


def value_shown(metric: Metric, value: float) -> str:
    """Return a target's value as people read it, and as ``read_value`` reads it back: a share in percent."""
    if metric in RATES:
        return f"{value * 100:.4f}".rstrip("0").rstrip(".") + "%"
    return f"{value:,.2f}".removesuffix(".00")


def target_line(target: PlanTarget) -> str:
    """Return a target as it is pasted."""
    parts = [target.account or _("the whole project"), label(target.metric), value_shown(target.metric, target.value)]
    return " | ".join([*parts, label(target.direction), label(target.level)])


def planned_task(row: Sequence[str]) -> PlanTask:
    """Read ``task | owner | day | indicator``; what is left empty is for the rule to miss."""
    columns = [_("task"), _("owner"), _("day"), _("indicator")]
    task, owner, day, indicator = exactly(row, columns, optional=3)
    if not task:
        raise BadInput(_("the task says nothing"))
    return PlanTask(task=task, owner=owner, due_on=read_day(day) if day else None, indicator=indicator)


def task_line(task: PlanTask) -> str:
    """Return a task as it is pasted."""
    day = task.due_on.isoformat() if task.due_on else ""
    return " | ".join([one_cell(task.task), task.owner, day, one_cell(task.indicator)]).rstrip(" |")


def stage_names(row: Sequence[str]) -> StageNames:
    """Read ``stage | names``; a stage may be told with its name after it, several people are parted by a comma."""
    stage, names = exactly(row, [_("stage"), _("people")], optional=1)
    found = STAGE.match(narrow(stage).upper())
    if found is None:
        raise BadInput(_("“{text}” is no stage from S1 to S13").format(text=stage))
    return StageNames(found[0], tuple(name.strip() for name in NAMES.split(narrow(names)) if name.strip()))


def needed_input(row: Sequence[str]) -> NeededInput:
    """Read ``what | day``; a day that is left empty is for the rule to miss."""
    what, day = exactly(row, [_("what"), _("day")], optional=1)
    if not what:
        raise BadInput(_("it does not say what is needed"))
    return NeededInput(what=what, due_on=read_day(day) if day else None)


def input_line(needed: NeededInput) -> str:
    """Return what is needed of the client as it is pasted."""
    day = needed.due_on.isoformat() if needed.due_on else ""
    return f"{one_cell(needed.what)} | {day}".rstrip(" |")


def one_cell(text: str) -> str:
    """Return a text that stays within its cell when it is read back."""
    return " ".join(text.replace("|", "/").replace("\uff5c", "/").split())
