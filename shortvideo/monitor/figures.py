"""The few numbers of the health page, each with its word; what is unknown is shown as such, and never as nothing."""

from collections.abc import Iterator
from datetime import datetime

from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.locale import _
from agency.records.standing import Standing
from agency.records.standing_pulls import PullsOfPlatform
from shortvideo.monitor.measuring import messages
from shortvideo.monitor.sight import Numbers

GIGABYTE = 1024**3
MEGABYTE = 1024**2
UNKNOWN = "—"


def figures(numbers: Numbers) -> list[tuple[str, str]]:
    """Return words and numbers, the people's before the machine's."""
    return [*of_people(numbers.standing), *map(of_pulls, numbers.pulls), *of_machine(numbers)]


def of_people(standing: Standing | None) -> Iterator[tuple[str, str]]:
    """Yield what waits for somebody."""
    if standing is None:
        return
    waiting, overdue = (sum(getattr(one, name) for one in standing.gates) for name in ("number", "overdue"))
    yield _("Waiting for an answer"), _("{count}, {overdue} of them overdue").format(count=waiting, overdue=overdue)
    yield _("Deadlines past"), str(sum(standing.overdue.values()))
    yield _("Incidents open"), str(standing.incidents.number)
    yield _("Cases of comments open"), str(sum(standing.cases.values()))
    unsettled = messages(standing)
    on_the_way, stuck = (
        sum(unsettled.get(state, (0, None))[0] for state in states)
        for states in (("waiting", "sending"), ("unclear", "given_up", "by_hand"))
    )
    yield _("Messages on their way"), _("{count}, and {stuck} for a person").format(count=on_the_way, stuck=stuck)
    yield _("Imported rows undecided"), str(standing.undecided_rows)


def of_pulls(pulls: PullsOfPlatform) -> tuple[str, str]:
    """Return when a platform last brought figures, and how many of its accounts fail."""
    failing = sum(pulls.failing.values())
    told = since(pulls.last_good)
    if failing:
        told = _("{moment}, {failing} of {accounts} accounts fail").format(
            moment=told, failing=failing, accounts=pulls.accounts
        )
    return _("Figures of {platform}").format(platform=label(pulls.platform)), told


def since(moment: datetime | None) -> str:
    """Return when something last was, as people read it."""
    return beijing_minute(moment) if moment else _("none so far")


def of_machine(numbers: Numbers) -> Iterator[tuple[str, str]]:
    """Yield how the house itself is doing."""
    runs = numbers.runs
    sentence = _("{running} at work, {suspended} waiting for people, {late} late")
    yield _("Runs"), sentence.format(**{name: runs.get(name, 0) for name in NAMES}) if runs is not None else UNKNOWN
    yield _("Workers"), str(numbers.workers) if numbers.workers is not None else UNKNOWN
    yield _("Disk free"), amount(numbers.disk_free, GIGABYTE, "GB")
    yield _("Size of the records"), amount(numbers.records_bytes, MEGABYTE, "MB")


NAMES = ("running", "suspended", "late")


def amount(size: int | None, unit: int, name: str) -> str:
    """Return a number of bytes in a unit that people read."""
    return f"{size / unit:,.1f} {name}" if size is not None else UNKNOWN
