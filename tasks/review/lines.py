"""The lines that are pasted into the review's form: adjustments, and what came of earlier ones (S13)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agency.domain.terms import label
from agency.domain.terms.figures import Metric
from agency.domain.terms.meetings import ActionState
from agency.errors import RuleBroken
from agency.locale import _

SEPARATOR = " | "
CUT = re.compile(r"\s*[|\uff5c\t]\s*")  # the full-width bar of a Chinese keyboard too
DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?")
OUTCOMES = (ActionState.VERIFIED, ActionState.DROPPED, ActionState.OPEN)


@dataclass(frozen=True, kw_only=True)
class AdjustmentLine:
    """One adjustment: who does what by when, which figure should move, and how."""

    what: str
    owner: str
    due_on: date
    metric: Metric | None
    expected: str

    def written(self) -> str:
        """Return it as one line, which reads back as the same adjustment."""
        metric = label(self.metric) if self.metric else ""
        return SEPARATOR.join([self.what, self.owner, self.due_on.isoformat(), metric, self.expected])


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """What came of the earlier adjustment of this number."""

    number: int
    state: ActionState
    outcome: str


def read_adjustments(text: str) -> list[AdjustmentLine]:
    """Read ``what | owner | due day | metric | expected effect``, one a line; ``RuleBroken`` with a sentence per bad line."""
    lines: list[AdjustmentLine] = []
    reasons: list[str] = []
    for number, cells in rows(text):
        try:
            lines.append(read_adjustment(cells))
        except ValueError as error:
            reasons.append(_("Adjustment {number}: {reason}").format(number=number, reason=error))
    if reasons:
        raise RuleBroken(*reasons)
    return lines


def decided_lines(decisions: Sequence[str]) -> list[AdjustmentLine]:
    """Return what a meeting decided to change; a decision that changes nothing is a sentence without parts."""
    return read_adjustments("\n".join(line for line in decisions if SEPARATOR in line))


def read_adjustment(cells: Sequence[str]) -> AdjustmentLine:
    """Read the cells of one adjustment; ``ValueError`` with what is wrong. Metric and effect may be left out."""
    if not 3 <= len(cells) <= 5:
        raise ValueError(_("it needs what, owner, due day, and if you like metric and expected effect, parted by |"))
    what, owner, day, metric, expected = [*cells, "", ""][:5]
    if not what or not owner:
        raise ValueError(_("what and owner must not be empty"))
    return AdjustmentLine(what=what, owner=owner, due_on=read_day(day), metric=read_metric(metric), expected=expected)


def read_outcomes(text: str, count: int) -> Mapping[int, OutcomeLine]:
    """Read ``number | standing | outcome``, one a line, for so many earlier adjustments; ``RuleBroken`` as above."""
    found: dict[int, OutcomeLine] = {}
    reasons: list[str] = []
    for number, cells in rows(text):
        try:
            line = read_outcome(cells, count)
        except ValueError as error:
            reasons.append(_("Outcome {number}: {reason}").format(number=number, reason=error))
        else:
            found[line.number] = line
    if reasons:
        raise RuleBroken(*reasons)
    return found


def read_outcome(cells: Sequence[str], count: int) -> OutcomeLine:
    """Read the cells of one outcome; ``ValueError`` with what is wrong."""
    if len(cells) != 3:
        raise ValueError(_("it needs number, standing and outcome, parted by |"))
    number, state, outcome = cells
    if not number.isdecimal() or not 1 <= int(number) <= count:
        raise ValueError(_("{number} is the number of no earlier adjustment").format(number=number))
    states = {label(each): each for each in OUTCOMES}
    if state not in states:
        raise ValueError(_("the standing is one of {states}").format(states=_(", ").join(states)))
    return OutcomeLine(number=int(number), state=states[state], outcome=outcome)


def rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that say anything, each with its number and its cells."""
    said = [line.strip() for line in text.splitlines() if line.strip()]
    return [(number, CUT.split(line)) for number, line in enumerate(said, start=1)]


def read_day(text: str) -> date:
    """Read a day, ``2026-12-05`` or as it is written in Chinese; ``ValueError`` with a sentence."""
    written = DAY.fullmatch(text)
    try:
        if written is None:
            raise ValueError(text)
        return date(*(int(part) for part in written.groups()))
    except ValueError as error:
        raise ValueError(_("{day} is no day like 2026-12-05").format(day=text or "–")) from error


def read_metric(text: str) -> Metric | None:
    """Read a metric by the word people use; ``ValueError`` for another word."""
    if not text:
        return None
    metrics = {label(each): each for each in Metric}
    if text not in metrics:
        raise ValueError(_("{metric} is no metric that is known here").format(metric=text))
    return metrics[text]
