"""Whether a script can be shot: every shot filled in, the sum right, the story whole (S7, P3, R05)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agency.domain.finding import Finding, rule, warning
from agency.domain.terms import label
from agency.domain.terms.content import CameraMove, ShotSize
from agency.domain.terms.rules import Beat
from agency.locale import _
from config.policy import Policy

MILLISECONDS = 1000


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One shot of a script; None and an empty text mean not filled in, and without ``planned_takes`` the policy's hold."""

    number: int
    scene: str = ""
    size: ShotSize | None = None
    angle: str = ""
    move: CameraMove | None = None
    picture: str = ""
    line: str = ""
    subtitle: str = ""
    duration_ms: int | None = None
    sound_effect: str = ""
    bgm: str = ""
    props: str = ""
    styling: str = ""
    on_camera: str = ""
    reference: str = ""
    note: str = ""
    planned_takes: int | None = None
    beat: Beat | None = None


@dataclass(frozen=True)
class Story:
    """The three parts of a whole story, each in a sentence; empty when the script has none."""

    beginning: str = ""
    turn: str = ""
    ending: str = ""


def story_of(shots: Sequence[Shot]) -> Story:
    """Return the story that the shots tell: of each part, what is seen in the shots marked with it."""

    def told(beat: Beat) -> str:
        return " ".join(shot.picture.strip() for shot in shots if shot.beat is beat)

    return Story(told(Beat.BEGINNING), told(Beat.TURN), told(Beat.END))


@rule
def script_findings(shots: Sequence[Shot], story: Story, planned_ms: int, policy: Policy) -> Iterator[Finding]:
    """A script can be shot when each shot, their sum and their story are complete (P3); spare takes are wished for (I6)."""
    if not shots:
        yield Finding("P3-no-shots", _("The script has no shots."))
        return
    yield from repeated_numbers(shots)
    for shot in shots:
        yield from unfilled(shot)
        yield from too_few_takes(shot, policy)
    yield from wrong_sum(shots, planned_ms, policy)
    yield from broken_story(story)


def repeated_numbers(shots: Sequence[Shot]) -> Iterator[Finding]:
    """A take is named after its shot, so a number names one shot only."""
    for number, times in Counter(shot.number for shot in shots).items():
        if times > 1:
            sentence = _("{times} shots have the number {number}.")
            yield Finding("P3-shot-number", sentence.format(times=times, number=number))


def unfilled(shot: Shot) -> Iterator[Finding]:
    """Picture, shot size and duration are what nobody can shoot without."""
    wanted = {_("picture"): shot.picture.strip(), _("shot size"): shot.size, _("duration"): shot.duration_ms}
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        sentence = _("Shot {number} lacks: {missing}.")
        yield Finding("P3-shot-unfilled", sentence.format(number=shot.number, missing=_(", ").join(missing)))


def too_few_takes(shot: Shot, policy: Policy) -> Iterator[Finding]:
    """The standard wants spares and names no number (I6)."""
    if shot.planned_takes is not None and shot.planned_takes < policy.planned_takes:
        sentence = _("Shot {number} plans {takes} takes; with spares it should be {wished}.")
        message = sentence.format(number=shot.number, takes=shot.planned_takes, wished=policy.planned_takes)
        yield warning("I6-spare-takes", message)


def wrong_sum(shots: Sequence[Shot], planned_ms: int, policy: Policy) -> Iterator[Finding]:
    """The shots' sum may miss the planned duration by the tolerance, and is not judged while a duration is missing."""
    durations = [shot.duration_ms for shot in shots if shot.duration_ms]
    total = sum(durations)
    if len(durations) < len(shots) or abs(total - planned_ms) <= planned_ms * policy.shot_duration_tolerance:
        return
    sentence = _("The shots add up to {total:g} s; {planned:g} s are planned, give or take {tolerance:.0%}.")
    seconds = {"total": total / MILLISECONDS, "planned": planned_ms / MILLISECONDS}
    yield Finding("P3-duration", sentence.format(**seconds, tolerance=policy.shot_duration_tolerance))


def broken_story(story: Story) -> Iterator[Finding]:
    """A whole story begins, turns and ends."""
    told = {Beat.BEGINNING: story.beginning, Beat.TURN: story.turn, Beat.END: story.ending}
    missing = [label(beat) for beat, text in told.items() if not text.strip()]
    if missing:
        sentence = _("The story is not whole; the script lacks its {parts}.")
        yield Finding("P3-story", sentence.format(parts=_(", ").join(missing)))
