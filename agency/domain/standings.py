"""How far a content item and a shoot are, read off what is on record of them (C4; domain.md 1.2)."""

from collections.abc import Collection

from agency.domain.terms.shoots import ShootItemStatus
from agency.domain.terms.standings import ContentStanding, ShootStanding

GIVEN_UP = frozenset({ShootItemStatus.CANCELLED, ShootItemStatus.RESCHEDULED})


AFTER = (
    ContentStanding.LIVE,
    ContentStanding.AWAITS_PUBLISHING,
    ContentStanding.AWAITS_CONFIRMATION,
    ContentStanding.AWAITS_CUT,
    ContentStanding.AWAITS_SHOOT,
    ContentStanding.AWAITS_SYNC,
    ContentStanding.AWAITS_SCRIPT,
)


def content_standing(
    *,
    has_copy: bool,
    has_script: bool,
    is_synced: bool,
    is_shot: bool,
    has_cut: bool,
    is_confirmed: bool,
    is_live: bool,
    is_stopped: bool,
) -> ContentStanding:
    """Return what a content item waits for: the step after the furthest one that is done.

    ``has_copy`` is that the client and the business lead have confirmed it, ``has_script`` that one was approved,
    ``is_synced`` that everyone concerned has it, ``is_confirmed`` that the client confirmed the latest cut.
    """
    if is_stopped:
        return ContentStanding.STOPPED
    done = (is_live, is_confirmed, has_cut, is_shot, is_synced, has_script, has_copy)
    return next((then for is_done, then in zip(done, AFTER, strict=True) if is_done), ContentStanding.AWAITS_COPY)


def shoot_standing(*, is_recorded: bool, checks: Collection[bool], items: Collection[ShootItemStatus]) -> ShootStanding:
    """Return how far a shoot is: ready when all that is to be confirmed before it is, cancelled when no item is left."""
    if is_recorded:
        return ShootStanding.RECORDED
    if items and all(item in GIVEN_UP for item in items):
        return ShootStanding.CANCELLED
    return ShootStanding.READY if checks and all(checks) else ShootStanding.TO_PREPARE
