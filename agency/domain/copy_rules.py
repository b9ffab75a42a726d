"""Whether a planning copy says what the director needs, and came in time (P1, P2, R27-R29)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from agency.domain.finding import Finding, rule, warning
from agency.locale import _


@dataclass(frozen=True, kw_only=True)
class PlanningCopy:
    """What a planning copy names; ``handed_on`` is the day the director or the photographer got it, None when not yet."""

    copy: str
    sound_effects: str
    planned_duration_ms: int | None
    shot_count: int | None
    reference_cases: tuple[str, ...] = ()
    handed_on: date | None = None


@rule
def copy_findings(planning: PlanningCopy, due_on: date | None, today: date) -> Iterator[Finding]:
    """A copy names its form (sound and time) and how many videos to shoot, and comes in time; references are wished for (P2).

    ``due_on`` is None as long as no shoot is fixed; then nothing is late. Lateness is pointed out and refuses nothing: a
    copy that is late has to be handed in all the same.
    """
    if not planning.copy.strip():
        yield Finding("P2-copy-text", _("The copy has no text."))
    if not planning.sound_effects.strip():
        yield Finding("P2-copy-sound", _("The copy does not say what is heard: voice, music, sound effects."))
    if planning.planned_duration_ms is None or planning.planned_duration_ms <= 0:
        yield Finding("P2-copy-duration", _("The copy does not say how long the video will be."))
    if planning.shot_count is None or planning.shot_count < 1:
        yield Finding("P2-copy-count", _("The copy does not say how many videos are to be shot; at least one."))
    if not any(reference.strip() for reference in planning.reference_cases):
        yield warning("P2-copy-reference", _("The copy names no reference video; one is wished for."))
    if due_on is not None and (planning.handed_on or today) > due_on:
        late = _("The copy was due with the director on {due}, and came on {came}.")
        missing = _("The copy was due with the director on {due}, and has not come.")
        sentence = late if planning.handed_on else missing
        yield warning("P2-copy-late", sentence.format(due=due_on, came=planning.handed_on))
