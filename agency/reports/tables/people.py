"""How a person stands in a cell: by name, and by name and code where two share the name."""

from collections import Counter
from collections.abc import Mapping

from agency.locale import _


def spoken(names: Mapping[str, str]) -> dict[str, str]:
    """Return the word for each person, by code, given all names by code; no two persons have the same word."""
    shared = Counter(names.values())
    return {code: name if shared[name] == 1 else with_code(name, code) for code, name in names.items()}


def with_code(name: str, code: str) -> str:
    """Return a name that its code tells from the same name."""
    return _("{name} ({code})").format(name=name, code=code)
