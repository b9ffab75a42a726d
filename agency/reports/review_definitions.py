"""What every number of a review means, and of which figures it was made."""

from collections.abc import Iterator

from agency.domain.performance import definition
from agency.domain.terms import label
from agency.domain.terms.performance import Imported, Rate
from agency.locale import _
from agency.reports.material import ReviewMaterial
from agency.reports.review_groups import ENOUGH_WORKS
from agency.reports.sheet import Value


def definitions(material: ReviewMaterial) -> Iterator[list[Value]]:
    """Yield the lines of the workbook's last sheet: of which figures it was made, and what each number means."""
    window = material.window
    yield [_("project"), f"{material.project} {material.project_name}"]
    yield [_("half-month"), f"{window.key}: {window.first}..{window.last} (Asia/Shanghai)"]
    yield [_("figures seen until"), material.seen_until]
    yield [_("dataset"), material.dataset_hash]
    for name, how in meanings(material):
        yield [name, how]


def meanings(material: ReviewMaterial) -> Iterator[tuple[str, str]]:
    """Yield each metric with its definition in words; others define them otherwise (domain.md 5.3)."""
    yield (
        _("gain"),
        _("The last value seen inside the half-month minus the last one seen before it; it may be negative."),
    )
    yield (_("no data"), _("Nothing was imported or pulled that tells it; it is not 0."))
    yield (_("times the usual"), _("Plays over the median of the account's earlier works at the same age."))
    yield (_("pictures and videos"), _("They are never counted together in a rate."))
    yield (_("pace"), _("The share of the month's target that is reached over the share of the month that has passed."))
    yield (
        _("month's end (estimate)"),
        _("What is reached, and the median day of the month for every day that is left."),
    )
    yield (_("net new fans"), _("New followers minus lost ones by the account's days; it may be negative."))
    yield (
        _("not enough data"),
        _("A group of fewer than {n} works: its rates are not told.").format(n=ENOUGH_WORKS),
    )
    for rate in Rate:
        yield (label(rate), definition(rate))
    for metric in Imported:
        yield (label(metric), _("the platform's own, weighted by plays"))
