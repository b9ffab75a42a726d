"""Cases of negative comments: which comments are one case, how grave it becomes, and how long its owner has (C3, R21)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from agency.domain.sentiment import RANKS, Hit, worst
from agency.domain.terms.engagement import Severity
from config.policy import Policy

PATIENCE: Mapping[Severity, timedelta | None] = {
    Severity.GRAVE: timedelta(hours=1),
    Severity.MEDIUM: timedelta(hours=4),
    Severity.LIGHT: None,
}
"""How long each step up the chain takes once a case is late; None is the next working day."""


def word_of(hits: Sequence[Hit]) -> str:
    """Return the word that a case is about: the gravest of those that were found, of equals the first."""
    return max(hits, key=lambda hit: RANKS.index(hit.severity)).word


def joins(posted_at: datetime, found_at: datetime, case_last: datetime, case_found: datetime, policy: Policy) -> bool:
    """Say whether a comment is one more of an open case about the same word.

    It is when it was posted within ``storm_minutes`` of the last one of the case, or seen by the very look that opened it.
    """
    return found_at == case_found or abs(posted_at - case_last) <= timedelta(minutes=policy.storm_minutes)


def risen(severity: Severity, comments: int, policy: Policy) -> Severity:
    """Return how grave a case is with so many comments in it: many who complain of the same are no small matter."""
    if comments >= policy.storm_grave_comments:
        return Severity.GRAVE
    if comments >= policy.storm_medium_comments:
        return worst((severity, Severity.MEDIUM))
    return severity
