"""Part 18: what every number means, of which figures it was made, and when they were seen."""

from collections.abc import Iterator

from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.locale import _
from agency.reports import review_sheets as sheets
from agency.reports.deck import words
from agency.reports.deck.plan import Column, Edition, Slide, Table
from agency.reports.deck.tables import table_slides
from agency.reports.material import ReviewMaterial
from agency.reports.review_definitions import meanings


def appendix(material: ReviewMaterial, edition: Edition) -> list[Slide]:
    """Return the dataset, the sources, and the definition of each metric; this part is never cut."""
    columns = (Column(name=_("what"), share=1), Column(name=_("how"), share=3.6))
    rows = tuple((name, how) for name, how in (*origin(material, edition), *meanings(material)))
    table = Table(columns=columns, rows=rows, sheet=sheets.definitions())
    return table_slides(18, _("Appendix: definitions and sources"), table, most=len(rows))


def origin(material: ReviewMaterial, edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield of which figures the deck was made."""
    window = material.window
    seen = beijing_minute(material.seen_until) if material.seen_until else words.nothing_imported()
    yield (_("half-month"), f"{window.key}: {window.first} – {window.last} (Asia/Shanghai)")
    yield (_("figures seen until"), seen)
    yield (_("dataset"), f"SHA-256 {material.dataset_hash}")
    yield (_("workbook"), _("{file}, version {version}").format(file=edition.workbook, version=edition.version))
    for account in material.accounts:
        told = [
            _("{source}: {looks} looks, the last {moment}").format(
                source=label(each.source), looks=f"{each.looks:,}", moment=beijing_minute(each.last)
            )
            for each in account.sources
        ]
        yield (_("source of {account}").format(account=account.code), _("; ").join(told) or words.nothing_imported())
