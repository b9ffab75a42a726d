"""Whether a review meeting has done what it is held for (S13, I10, R13)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agency.domain.finding import Finding, rule, warning
from agency.domain.terms.meetings import ActionState
from agency.locale import _

LOOKED_AT = frozenset({ActionState.VERIFIED, ActionState.DROPPED})


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """One thing a review changes, by whom and by when."""

    what: str
    owner: str = ""
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing an earlier review wanted; an open one is looked at when the review says what came of it."""

    what: str
    state: ActionState
    outcome: str = ""

    @property
    def is_looked_at(self) -> bool:
        """Whether this review has spoken of it: settled, or left open with a word on how it stands."""
        return self.state in LOOKED_AT or bool(self.outcome.strip())


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a review brought; ``no_change`` is the reason for changing nothing, ``heard`` who came or handed in problems."""

    adjustments: Sequence[Adjustment]
    no_change: str
    previous: Sequence[Action]
    members: Collection[str]
    heard: Collection[str]
    client_informed: bool


@rule
def review_findings(review: Review, today: date) -> Iterator[Finding]:
    """A review changes something or says why not, looks back at the last one, hears everyone, and tells the client (I10)."""
    if not review.adjustments and not review.no_change.strip():
        sentence = _("The review decides nothing: name an adjustment, or say why nothing changes.")
        yield Finding("S13-no-decision", sentence)
    if review.adjustments and review.no_change.strip():
        yield Finding("S13-contradiction", _("The review names adjustments and says that nothing changes."))
    for adjustment in review.adjustments:
        yield from wrong_adjustment(adjustment, today)
    if forgotten := [action.what for action in review.previous if not action.is_looked_at]:
        sentence = _("Not looked at from the last review: {actions}.")
        yield Finding("I10-previous-actions", sentence.format(actions=_(", ").join(forgotten)))
    if not review.client_informed:
        yield Finding("I10-client", _("The client has neither taken part nor been told of the review."))
    if silent := [member for member in review.members if member not in review.heard]:
        yield warning("I10-attendance", _("Not heard in this review: {people}.").format(people=_(", ").join(silent)))


def wrong_adjustment(adjustment: Adjustment, today: date) -> Iterator[Finding]:
    """An adjustment is somebody's, by a day to come."""
    if not adjustment.what.strip():
        yield Finding("S13-empty", _("An adjustment says nothing."))
    if not adjustment.owner.strip():
        yield Finding("S13-owner", _("Nobody is named for the adjustment {what}.").format(what=adjustment.what))
    if adjustment.due_on is None or adjustment.due_on < today:
        yield Finding("S13-date", _("The adjustment {what} needs a day to come.").format(what=adjustment.what))
