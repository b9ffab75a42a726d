"""The clocks: this machine's beside those it works with, and the time zone that days are counted in.

A clock that is off shifts deadlines and reminders, ends links too early, and lets one-time codes fail.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import requests
from sqlalchemy.exc import SQLAlchemyError

from agency.domain.finding import Finding, Findings, rule, warning
from agency.errors import RecordsAway
from agency.locale import _
from agency.records.engine import looking_into
from agency.records.standing import behind_by
from config.settings import Settings
from shortvideo.api import ask
from shortvideo.house.places import api

ALLOWED = timedelta(seconds=10)
BEIJING_IS = timedelta(hours=8)


def clock_findings(chosen: Settings) -> Findings:
    """Return by how much this machine's clock differs from the database's and the server's; nothing where they don't tell."""
    found = {_("the database"): behind_of_records(chosen), _("Prefect's server"): behind_of_server(api(chosen))}
    return tuple(one for place, behind in found.items() for one in apart_findings(place, behind))


@rule
def apart_findings(place: str, behind: timedelta | None) -> Iterator[Finding]:
    """Two machines that work together agree on the time to within ten seconds."""
    if behind is not None and abs(behind) > ALLOWED:
        sentence = _(
            "The clocks of this machine and of {place} are {seconds} seconds apart: "
            "let both take the time from the network (NTP)."
        )
        yield warning("clock-apart", sentence.format(place=place, seconds=round(abs(behind).total_seconds())))


def behind_of_records(chosen: Settings) -> timedelta | None:
    """Return by how much the database's clock is behind ours; None on SQLite, and where it can't be asked."""
    try:
        with looking_into(chosen.records_url) as session:
            return behind_by(session, datetime.now(UTC))
    except (SQLAlchemyError, RecordsAway):
        return None


def behind_of_server(address: str) -> timedelta | None:
    """Return by how much the server's clock is behind ours, to a second; None where it does not tell."""
    try:
        with closing(ask("GET", f"{address}/health")) as answer:
            return datetime.now(UTC) - parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, KeyError, ValueError):
        return None


@rule
def zone_findings(name: str, at: datetime) -> Iterator[Finding]:
    """The time zone of the agency's days is known to this machine, and is the one the rules are written for."""
    try:
        offset = at.astimezone(ZoneInfo(name)).utcoffset()
    except ZoneInfoNotFoundError:
        offset = None
    if offset != BEIJING_IS:
        sentence = _(
            "Days are counted by the time zone {zone}, which is not Beijing's here: install tzdata, or mend it."
        )
        yield warning("time-zone-unknown", sentence.format(zone=name))
