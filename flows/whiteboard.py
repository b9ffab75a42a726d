"""What a run is called that is about no one subject: what it does, and when it began."""

from collections.abc import Callable

from agency.domain.calendar import beijing_minute
from agency.records.tables.base import now


def at_this_moment(what: Callable[[], str]) -> Callable[[], str]:
    """Return what names a run, in the reader's language, by what it does and the Beijing minute it began at."""

    def name() -> str:
        return f"{what()} {beijing_minute(now())}"

    return name
