"""How the work of a half-month was done, as plain values: what waits, what was late, what was set aside (S13)."""

from dataclasses import dataclass
from datetime import date

from agency.reports.incident_lines import IncidentLine
from agency.reports.review_sections import RuleLine


@dataclass(frozen=True, kw_only=True)
class WaitingGate:
    """A question that waits for people."""

    headline: str
    due_on: date | None
    is_overdue: bool
    is_clients: bool = False


@dataclass(frozen=True, kw_only=True)
class LateScript:
    """A script that was not with everyone in time for its shoot (I4); ``synced_on`` None where it still is not."""

    code: str
    title: str
    shoot_on: date
    due_on: date
    synced_on: date | None


@dataclass(frozen=True, kw_only=True)
class Waived:
    """A rule that was set aside in the window, by whom and why."""

    rule: str
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Execution:
    """How the work was done; ``client_hours`` is the median time a client took to decide, over so many decisions."""

    waiting: tuple[WaitingGate, ...] = ()
    late_scripts: tuple[LateScript, ...] = ()
    waivers: tuple[Waived, ...] = ()
    refusals: int = 0
    client_hours: float | None = None
    client_decisions: int = 0
    rules: tuple[RuleLine, ...] = ()
    incidents: tuple[IncidentLine, ...] = ()
