"""The key under which Prefect shows a page: small letters, digits and dashes are all that it takes."""

import re


def page_key(*parts: str) -> str:
    """Return the key of a page that these words tell from any other, such as ``review-summer-2026-11-h1``."""
    return "-".join(re.findall(r"[a-z0-9]+", " ".join(parts).lower()))
