"""Who can come into the house, and how strongly those who decide about money are known."""

from collections.abc import Iterator

from agency.domain.finding import Finding, rule, warning
from agency.errors import Misconfigured
from agency.locale import _
from config.settings import ANY_ADDRESS, Settings
from shortvideo.house.block_key import lies_in_the_tables
from shortvideo.house.guarding import demand_guard, password_of


@rule
def guard_findings(chosen: Settings) -> Iterator[Finding]:
    """The house has a password, and must have one where others reach it."""
    try:
        demand_guard(chosen)
        password = password_of(chosen)
    except Misconfigured as error:
        yield Finding("house-unguarded", str(error))
        return
    if password is None:
        sentence = _("The house has no password: whoever sits at this machine can answer for anybody. Run “{command}”.")
        yield warning("house-without-password", sentence.format(command="python3 run.py password"))
    if chosen.host in ANY_ADDRESS and not chosen.pages_address:
        sentence = _("The pages listen for other machines, and links lead to this one: set pages_address.")
        yield warning("pages-lead-here", sentence)


@rule
def block_key_findings(chosen: Settings) -> Iterator[Finding]:
    """The key of Prefect's blocks lies beside its tables, not in them."""
    if lies_in_the_tables(chosen):
        sentence = _(
            "Prefect's secrets lie in one database with the key that opens them; docs/operations.md tells more."
        )
        yield warning("block-key-in-tables", sentence)
