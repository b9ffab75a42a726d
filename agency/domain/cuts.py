"""What a cut must have before it is shown, and which cut an approval speaks of (S10, I8, R10, R11)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass

from agency.domain.binding import content_hash
from agency.domain.finding import Finding, rule
from agency.domain.terms import label
from agency.domain.terms.editing import FocusPoint
from agency.locale import _

SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, kw_only=True)
class Cut:
    """One cut, told by its file; ``sha256`` is that file's, in lower case."""

    content: str
    file_ref: str
    sha256: str
    duration_ms: int

    @property
    def hash(self) -> str:
        """The hash that a confirmation is bound to; the same film at another place is the same cut."""
        return content_hash({key: value for key, value in asdict(self).items() if key != "file_ref"})


@dataclass(frozen=True, kw_only=True)
class FocusJudgement:
    """What the director said of one focus point in one edit round."""

    point: FocusPoint
    is_good: bool
    note: str = ""


@rule
def cut_findings(cut: Cut) -> Iterator[Finding]:
    """A cut can be found, told from any other, and lasts (S10)."""
    if not cut.file_ref.strip():
        yield Finding("S10-file", _("The cut does not say where its file is."))
    if not SHA256.fullmatch(cut.sha256):
        yield Finding(
            "S10-sha256", _("The cut's SHA-256 is not 64 digits from 0 to f, so no approval can be bound to it.")
        )
    if cut.duration_ms <= 0:
        yield Finding("S10-duration", _("The cut has no duration."))


@rule
def focus_findings(judgements: Collection[FocusJudgement]) -> Iterator[Finding]:
    """Rhythm, transitions, sound effects, BGM and subtitles are each judged, and good; a refusal says why (I8)."""
    judged = {judgement.point for judgement in judgements}
    unjudged = [label(point) for point in FocusPoint if point not in judged]
    if unjudged:
        yield Finding("I8-not-judged", _("Not judged yet: {points}.").format(points=_(", ").join(unjudged)))
    for judgement in judgements:
        if judgement.is_good:
            continue
        if judgement.note.strip():
            sentence = _("{point} needs work: {note}")
            yield Finding("I8-not-good", sentence.format(point=label(judgement.point), note=judgement.note.strip()))
        else:
            sentence = _("{point} is refused without a note on what to change.")
            yield Finding("I8-no-note", sentence.format(point=label(judgement.point)))


@rule
def confirmation_findings(cut_hash: str, confirmed_hash: str | None) -> Iterator[Finding]:
    """Only the very cut that the client confirmed may be scheduled for publication (S10)."""
    if confirmed_hash is None:
        yield Finding("S10-not-confirmed", _("The client has not confirmed a cut."))
    elif confirmed_hash != cut_hash:
        yield Finding(
            "S10-changed", _("The cut was changed after the client confirmed it: it must be confirmed again.")
        )
