"""Whether an account's positioning is complete enough to be discussed and confirmed (S2, I1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from agency.domain.finding import Finding, rule, warning
from agency.locale import _


@dataclass(frozen=True, kw_only=True)
class Positioning:
    """What an account stands for."""

    persona: str = ""
    audience: str = ""
    tone: str = ""
    pillars: tuple[str, ...] = ()
    red_lines: tuple[str, ...] = ()
    visual_identity: str = ""
    benchmarks: tuple[str, ...] = ()


@rule
def positioning_findings(positioning: Positioning) -> Iterator[Finding]:
    """A positioning says who speaks, to whom, how, about what, and what is never touched; looks and models are wished for."""
    needed = {
        _("persona"): positioning.persona,
        _("audience"): positioning.audience,
        _("tone"): positioning.tone,
        _("content pillars"): "".join(positioning.pillars),
        _("red lines"): "".join(positioning.red_lines),
    }
    wished = {
        _("visual identity"): positioning.visual_identity,
        _("benchmark accounts"): "".join(positioning.benchmarks),
    }
    if missing := [name for name, text in needed.items() if not text.strip()]:
        yield Finding("S2-incomplete", _("The positioning lacks: {parts}.").format(parts=_(", ").join(missing)))
    if missing := [name for name, text in wished.items() if not text.strip()]:
        yield warning(
            "S2-wished", _("The positioning would be better with: {parts}.").format(parts=_(", ").join(missing))
        )
