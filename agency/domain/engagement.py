"""Whether somebody who says to have liked, shared or commented has watched to the end first (C3, R20).

It is that person's own word: the software neither acts on a platform nor sees who did.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from agency.domain.calendar import BEIJING
from agency.domain.finding import Finding, rule
from agency.domain.terms.engagement import Audience
from agency.domain.terms.people import Side
from agency.locale import _


@dataclass(frozen=True, kw_only=True)
class Attestation:
    """When the notice of a work reached a person's group, and when that person says to have watched and acted."""

    called_at: datetime | None
    acted_at: datetime
    has_watched: bool


@rule
def attestation_findings(attestation: Attestation, duration_ms: int | None) -> Iterator[Finding]:
    """An answer counts when the notice has come, as much time went by as the work lasts, and the person says it was watched.

    Of a work whose length nobody knows, only the notice and the word are asked for.
    """
    if attestation.called_at is None:
        yield Finding("C3-not-called", _("The notice of this work has not reached the group yet."))
    elif attestation.acted_at < (since := counts_from(attestation.called_at, duration_ms)):
        sentence = _("Watch it to the end first: the work lasts {length}, so an answer counts from {moment} on.")
        moment = f"{since.astimezone(BEIJING):%H:%M:%S}"
        yield Finding("C3-not-watched", sentence.format(length=clock(duration_ms or 0), moment=moment))
    if not attestation.has_watched:
        yield Finding("C3-not-attested", _("Say that you watched the work to the end."))


def counts_from(called_at: datetime, duration_ms: int | None) -> datetime:
    """Return the first moment, in whole seconds, at which somebody who began with the notice can be at the end of the work."""
    end = called_at + timedelta(milliseconds=duration_ms or 0)
    return end if not end.microsecond else end.replace(microsecond=0) + timedelta(seconds=1)


def clock(duration_ms: int) -> str:
    """Return how long a work is as a player shows it: ``0:31``, ``12:05``; a begun second is a whole one."""
    minutes, seconds = divmod(-(-duration_ms // 1000), 60)
    return f"{minutes}:{seconds:02}"


def asked_where(people: Mapping[str, Side], groups: Sequence[tuple[str, Audience]]) -> dict[str, list[str]]:
    """Return whom the notice asks in which group: the house in its own, all others in the partner's (C3).

    ``groups`` are in the order in which they are filled. Everybody is asked in one place; the house in the partner's
    group where it has none of its own, and people from outside nowhere where there is no partner's group.
    """
    asked: dict[str, list[str]] = {group: [] for group, _audience in groups}
    inside = first_of(groups, Audience.INTERNAL) or first_of(groups, Audience.EXTERNAL)
    outside = first_of(groups, Audience.EXTERNAL)
    for person, side in people.items():
        group = inside if side is Side.INTERNAL else outside
        if group is not None:
            asked[group].append(person)
    return asked


def first_of(groups: Sequence[tuple[str, Audience]], audience: Audience) -> str | None:
    """Return the first group that speaks to these people, None when there is none."""
    return next((group for group, speaks_to in groups if speaks_to is audience), None)


def unanswered(asked: Collection[str], answered: Collection[str]) -> list[str]:
    """Return who was asked and has not answered, in the order of the asking."""
    return [person for person in asked if person not in answered]
