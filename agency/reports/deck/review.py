"""The deck of a review meeting: the 18 parts of domain.md 6.1, in its order (S13, I10)."""

from collections.abc import Callable

from agency.reports.deck.parts.accounts import accounts
from agency.reports.deck.parts.appendix import appendix
from agency.reports.deck.parts.carrying_out import budget, execution
from agency.reports.deck.parts.deciding import adjustments, problems, schedule
from agency.reports.deck.parts.looking_back import earlier_actions
from agency.reports.deck.parts.opening import conclusions, cover
from agency.reports.deck.parts.targets import targets
from agency.reports.deck.parts.trouble import anomalies, comments
from agency.reports.deck.parts.watching import comparison, retention
from agency.reports.deck.parts.works import best, works, worst
from agency.reports.deck.plan import Edition, Slide
from agency.reports.material import ReviewMaterial

Part = Callable[[ReviewMaterial, Edition], list[Slide]]

PARTS: tuple[Part, ...] = (
    cover,
    conclusions,
    earlier_actions,
    targets,
    accounts,
    works,
    best,
    worst,
    retention,
    comparison,
    anomalies,
    comments,
    execution,
    budget,
    problems,
    adjustments,
    schedule,
    appendix,
)


def edition_of(material: ReviewMaterial, version: int, workbook: str) -> Edition:
    """Return what stands at the foot of a review's slides."""
    return Edition(
        subject=material.project_name,
        window=f"{material.window.first} – {material.window.last}",
        version=version,
        workbook=workbook,
    )


def slides_of(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return all slides of a review; a part without data stays and says so."""
    return [slide for part in PARTS for slide in part(material, edition)]
