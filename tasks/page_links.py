"""Where Prefect shows a page that is kept under a key."""

from prefect.settings import get_current_settings


def page_link(key: str) -> str | None:
    """Return the address at which the latest version of a page is shown; None where Prefect's pages have none."""
    pages_at = get_current_settings().ui_url
    return f"{pages_at}/artifacts/key/{key}" if pages_at else None
