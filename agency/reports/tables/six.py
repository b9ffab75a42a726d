"""The six tables in the order in which they are shown (C4)."""

from agency.reports.tables import accounts, content, cuts, days, operations, shoots
from agency.reports.tables.table import Table
from config.policy import Policy

STANDARD = Policy()


def six_tables(policy: Policy = STANDARD) -> tuple[Table, ...]:
    """Return the six tables, their texts in the language of the moment."""
    return tuple(each.table(policy) for each in (accounts, operations, days, content, shoots, cuts))
