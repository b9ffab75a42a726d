"""How complete an account's registration is, and which of its papers run out (S5)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agency.domain.finding import Finding, rule, warning
from agency.domain.terms import label
from agency.domain.terms.accounts import PaperState, RegistrationPaper
from agency.locale import _
from config.policy import Policy


@dataclass(frozen=True, kw_only=True)
class RegistrationItem:
    """One item of the checklist; a paper is valid up to and including ``expires_on``."""

    paper: RegistrationPaper
    state: PaperState
    expires_on: date | None = None

    def is_complete(self, today: date) -> bool:
        """Say whether it is there and still valid."""
        return self.state is PaperState.COMPLETE and (self.expires_on is None or today <= self.expires_on)


def completeness(items: Collection[RegistrationItem], today: date) -> float:
    """Return the share of the needed items that are complete, 0-1; one nobody has entered is missing."""
    needed = set(RegistrationPaper) - {item.paper for item in items if item.state is PaperState.NOT_NEEDED}
    complete = {item.paper for item in items if item.is_complete(today)}
    return len(complete & needed) / len(needed) if needed else 1.0


@rule
def registration_findings(items: Collection[RegistrationItem], today: date, policy: Policy) -> Iterator[Finding]:
    """Every item is complete and valid, or said not to be needed; what soon runs out is pointed out (S5)."""
    done = {item.paper for item in items if item.state is PaperState.NOT_NEEDED or item.is_complete(today)}
    if missing := [label(paper) for paper in RegistrationPaper if paper not in done]:
        sentence = _("The registration is not complete: {papers}.")
        yield Finding("S5-incomplete", sentence.format(papers=_(", ").join(missing)))
    soon = today + timedelta(days=policy.paper_warning_days)
    for item in items:
        if item.is_complete(today) and item.expires_on is not None and item.expires_on <= soon:
            sentence = _("{paper} expires on {day}.")
            yield warning("S5-expiring", sentence.format(paper=label(item.paper), day=item.expires_on))
