"""What the sheets of a review's workbook are called: the deck names them under its charts and tables."""

from agency.locale import _


def works() -> str:
    """Return the sheet of the works."""
    return _("works")


def accounts() -> str:
    """Return the sheet of the accounts' rates and days."""
    return _("accounts")


def anomalies() -> str:
    """Return the sheet of what is out of the ordinary."""
    return _("anomalies")


def execution() -> str:
    """Return the sheet of how the work was done."""
    return _("execution")


def actions() -> str:
    """Return the sheet of what earlier reviews wanted."""
    return _("actions")


def definitions() -> str:
    """Return the sheet of what every number means."""
    return _("definitions")


def targets() -> str:
    """Return the sheet of the month's targets."""
    return _("targets")


def groups() -> str:
    """Return the sheet of the videos in groups."""
    return _("comparison")


def comments() -> str:
    """Return the sheet of comments and cases."""
    return _("comments and cases")


def budget() -> str:
    """Return the sheet of the money."""
    return _("budget")


def problems() -> str:
    """Return the sheet of problems and adjustments."""
    return _("problems and adjustments")


def schedule() -> str:
    """Return the sheet of what is planned next."""
    return _("next schedule")


def of_chart(part: str) -> str:
    """Return the sheet with the numbers of a part's charts."""
    return _("chart {part}").format(part=part)
