"""The pulls: every platform with authorised accounts has brought figures lately (S12, I9)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.finding import Finding, rule, warning
from agency.domain.terms import label
from agency.locale import _
from agency.records.standing_pulls import pulls_by_platform

STALE_AFTER = timedelta(hours=36)  # whole accounts are pulled once a day: one day may fail


@rule
def pull_findings(session: Session, at: datetime) -> Iterator[Finding]:
    """No platform has been silent for a day and a half."""
    for pulls in pulls_by_platform(session, at):
        if pulls.last_good is not None and pulls.last_good < at - STALE_AFTER:
            sentence = _("{platform} has brought no figures since {moment}: see the page “data-sources”.")
            told = sentence.format(platform=label(pulls.platform), moment=beijing_minute(pulls.last_good))
            yield warning("pulls-stale", told)
