"""The page of data sources: of every account where its figures come from, how old they are, and what is missing (I9)."""

from datetime import datetime

from prefect import task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from agency.domain.provenance import Provenance, lacks
from agency.domain.terms import label
from agency.domain.terms.figures import Source
from agency.locale import _
from agency.records.provenance import provenance
from agency.records.tables.base import now
from config.settings import settings
from tasks.gate.exhibits import table
from tasks.metrics.authorisation import grant_warnings
from tasks.opening import looking
from tasks.texts import shown

KEY = "data-sources"


@task(name="show-data-sources", cache_policy=NO_CACHE, persist_result=False)
def show_data_sources() -> None:
    """Write the page anew."""
    moment = now()
    with looking() as session:
        known = provenance(session, moment)
        ending = [finding.message for finding in grant_warnings(session, moment, settings().policy)]
    description = _("Where the figures of each account come from, how old they are, and what is missing.")
    create_markdown_artifact(page_of(known, ending, moment), key=KEY, description=description)


def page_of(known: list[Provenance], ending: list[str], moment: datetime) -> str:
    """Return the page as Markdown: accounts that lack something first, then what is to be said of authorisations."""
    lacking = {told.account: list(lacks(told, moment)) for told in known}
    whole = sum(not missing for missing in lacking.values())
    head = _("**{whole} of {all} accounts are whole** · as of {moment}")
    rows = [row_of(told, lacking[told.account]) for told in sorted(known, key=lambda told: not lacking[told.account])]
    columns = [
        _("Account"),
        _("Platform"),
        _("Source"),
        _("Works"),
        _("Figures as of"),
        _("What is missing, and what to do"),
    ]
    parts = [
        head.format(whole=whole, all=len(known), moment=shown(moment)),
        table(rows, columns) if rows else _("No account is at work."),
        *("- " + sentence for sentence in ending),
    ]
    return "\n\n".join(parts)


def row_of(told: Provenance, missing: list[str]) -> list[str]:
    """Return one account as a row."""
    return [
        f"{told.name} ({told.account})",
        label(told.platform),
        sources_of(told),
        str(told.works),
        shown(told.seen_at),
        "; ".join(missing) or "✓",
    ]


def sources_of(told: Provenance) -> str:
    """Return which ways the account's figures come in."""
    ways = [label(source) for source, at in ((Source.API, told.pulled_at), (Source.EXPORT, told.imported_at)) if at]
    return " + ".join(ways) or "–"
