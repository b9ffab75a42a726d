"""What a topic's scores suggest, and what a topic meeting must say of it (S6, I2, R02)."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import date

from agency.domain.finding import Finding, rule, warning
from agency.domain.terms.content import TopicStatus
from agency.domain.terms.people import Role
from agency.domain.terms.rules import TopicAdvice
from agency.locale import _
from config.policy import Policy

MOST_POINTS = 5
DECIDED = frozenset({TopicStatus.PASSED, TopicStatus.REWORK, TopicStatus.DROPPED})


@dataclass(frozen=True, kw_only=True)
class Scores:
    """What a topic is worth, 0-5 points each, None while not scored; ``cost`` is read backwards: 5 is cheap."""

    resonance: int | None = None
    reach: int | None = None
    business: int | None = None
    cost: int | None = None
    reuse: int | None = None

    @property
    def points(self) -> int | None:
        """The sum, None as long as one of the five is missing: an unscored topic is not a bad one."""
        told = [score for score in astuple(self) if score is not None]
        return sum(told) if len(told) == len(astuple(self)) else None


def topic_advice(scores: Scores, policy: Policy) -> TopicAdvice | None:
    """Return what the points suggest, None when not all are there; it is advice, the director decides (I2)."""
    points = scores.points
    if points is None:
        return None
    if points >= policy.topic_go:
        return TopicAdvice.GO
    return TopicAdvice.DROP if points <= policy.topic_drop else TopicAdvice.REWORK


def has_expired(expires_on: date | None, today: date) -> bool:
    """Say whether a hot topic has gone stale; on its last day it is still fresh, without a day it stays so."""
    return expires_on is not None and today > expires_on


@dataclass(frozen=True, kw_only=True)
class TopicDecision:
    """What a topic meeting said of one topic; ``host_roles`` are those of the person who led the meeting."""

    title: str
    status: TopicStatus
    reason: str = ""
    owner: str = ""
    planned_on: date | None = None
    expires_on: date | None = None
    host_roles: frozenset[Role] = frozenset()


@rule
def decision_findings(decision: TopicDecision, today: date) -> Iterator[Finding]:
    """A director decides each topic: passed with an owner and a day to come, or not passed with a reason (I2)."""
    title = decision.title
    if Role.DIRECTOR not in decision.host_roles:
        yield Finding("I2-host", _("A topic meeting is led by a director."))
    if decision.status not in DECIDED:
        yield Finding("S6-undecided", _("The meeting has not decided about {title}.").format(title=title))
    if decision.status in {TopicStatus.REWORK, TopicStatus.DROPPED} and not decision.reason.strip():
        yield Finding("S6-reason", _("Say why {title} was not passed.").format(title=title))
    if decision.status is TopicStatus.PASSED:
        yield from passed_findings(decision, today)


def passed_findings(decision: TopicDecision, today: date) -> Iterator[Finding]:
    """A passed topic is somebody's, and is not over before it is shot."""
    title = decision.title
    if not decision.owner.strip():
        yield Finding("S6-owner", _("{title} was passed and has no owner.").format(title=title))
    if decision.planned_on is None:
        yield warning("S6-date", _("{title} was passed and has no day yet.").format(title=title))
    elif decision.planned_on < today:
        yield Finding("S6-past", _("{title} is planned for a day that is past.").format(title=title))
    if has_expired(decision.expires_on, decision.planned_on or today):
        sentence = _("{title} goes stale on {day}, before it is shot.")
        yield Finding("S6-stale", sentence.format(title=title, day=decision.expires_on))
