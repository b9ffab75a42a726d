"""The health page: what is wrong and what to do next, the worst first; then every part of the house, and a few numbers.

The same as JSON for a program. The page renews itself every minute and loads nothing from elsewhere.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from agency.domain.calendar import beijing_minute
from agency.domain.finding import Finding
from agency.domain.terms import label
from agency.domain.terms.performance import Light
from agency.domain.terms.watching import Attention, Part
from agency.locale import _, language
from agency.web.pages import PAGE_HEADERS
from shortvideo.checkups.known import attention_for, light_of, part_of, worst_first
from shortvideo.monitor.figures import figures
from shortvideo.monitor.sight import Numbers

RENEWED_EVERY = 60  # seconds


def health_page(numbers: Numbers, findings: Sequence[Finding], links: Mapping[str, str]) -> HTMLResponse:
    """Return the page for people; ``links`` are the words and addresses at its foot."""
    text = templates().get_template("health.html")
    shown = text.render(
        language=language().replace("_", "-"),
        renewed_every=RENEWED_EVERY,
        title=_("Health of the house"),
        light=light_of(findings),
        headline=headline(findings),
        told=_("Seen at {moment} (Beijing time); renewed every minute.").format(moment=beijing_minute(numbers.at)),
        to_do=[(label(attention), of_attention(findings, attention)) for attention in Attention],
        part=lambda finding: label(part_of(finding)),
        light_for=lambda finding: light_of([finding]),
        parts=[(label(part), *standing_of(findings, part)) for part in Part],
        parts_title=_("Every part"),
        figures=figures(numbers),
        figures_title=_("In numbers"),
        advice=_("What to do for each: docs/operations.md, by the name at the end of the line."),
        links=links,
    )
    return HTMLResponse(shown, headers=PAGE_HEADERS)


def of_attention(findings: Sequence[Finding], attention: Attention) -> list[Finding]:
    """Return the findings that must be seen to so soon."""
    return [finding for finding in findings if attention_for(finding) is attention]


def standing_of(findings: Sequence[Finding], part: Part) -> tuple[Light, str]:
    """Return the light of a part, and the same in a word: colour alone is no word for everybody."""
    found = [finding for finding in findings if part_of(finding) is part]
    light = light_of(found)
    return light, _("{count} to see to").format(count=len(found)) if found else _("in order")


def headline(findings: Sequence[Finding]) -> str:
    """Return in one sentence how the house stands."""
    sentences = {
        Attention.AT_ONCE: _("{count} to be seen to at once"),
        Attention.TONIGHT: _("{count} to look at tonight"),
        Attention.IN_THE_MORNING: _("{count} for the morning"),
    }
    for attention, sentence in sentences.items():
        if found := of_attention(findings, attention):
            return sentence.format(count=len(found))
    return _("Everything is in order")


def health_json(numbers: Numbers, findings: Sequence[Finding]) -> dict[str, object]:
    """Return the same for a program."""
    return {
        "at": numbers.at.isoformat(),
        "light": light_of(findings),
        "ready": numbers.is_ready,
        "parts": {part: standing_of(findings, part)[0] for part in Part},
        "findings": [
            {
                "rule": finding.rule,
                "part": part_of(finding),
                "attention": attention_for(finding),
                "message": finding.message,
            }
            for finding in worst_first(findings)
        ],
    }


@cache
def templates() -> Environment:
    """Return the page's template, on the ground of the other pages of the house."""
    loader = ChoiceLoader([PackageLoader("shortvideo.monitor"), PackageLoader("agency.web")])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
