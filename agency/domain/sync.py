"""Whether a script reached the talent, the photographer and the editor at one time and early enough (I4, R04)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agency.domain.approvals import Member
from agency.domain.calendar import Calendar, beijing_day
from agency.domain.deadlines import script_sync_due
from agency.domain.finding import Finding, rule, warning
from agency.domain.terms import label
from agency.domain.terms.people import Role
from agency.locale import _
from config.policy import Policy

RECIPIENTS = (Role.TALENT, Role.PHOTOGRAPHER, Role.EDITOR)


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One script version for one person: put on its way, arrived (None while it has not), and known to that person."""

    person: str
    version: str
    told_at: datetime
    delivered_at: datetime | None = None
    read_at: datetime | None = None

    @property
    def arrives_at(self) -> datetime:
        """When it arrived; of one on its way the earliest moment at which it can have."""
        return self.delivered_at or self.told_at


@rule
def sync_findings(
    version: str,
    deliveries: Collection[Delivery],
    recipients: Collection[Member],
    shoot_on: date,
    calendar: Calendar,
    policy: Policy,
) -> Iterator[Finding]:
    """The version to be shot lies with everyone concerned, in time for the shoot, and reached them together (I4).

    What counts is the last real delivery of this very version: a script edited after its sync, or a talent who came in
    later, makes a new one necessary, and lateness is judged by that.
    """
    yield from roles_without_person(recipients)
    crew = {member.person: member for member in recipients if member.role in RECIPIENTS}
    current = {delivery.person: delivery for delivery in deliveries if delivery.version == version}
    for person, member in crew.items():
        if person not in current:
            yield missing_delivery(member, deliveries)
    concerned = [current[person] for person in crew if person in current]
    if not concerned:
        return
    yield from on_the_way(concerned)
    yield from lateness(concerned, shoot_on, script_sync_due(shoot_on, calendar, policy))
    yield from spread(concerned, timedelta(minutes=policy.simultaneous_minutes))
    yield from unread(concerned)


def roles_without_person(recipients: Collection[Member]) -> Iterator[Finding]:
    """All three roles must be filled before anything can be synced to them."""
    held = {member.role for member in recipients}
    for role in RECIPIENTS:
        if role not in held:
            sentence = _("Nobody is named as {role}, so the script cannot be synced.")
            yield Finding("I4-role-vacant", sentence.format(role=label(role)))


def missing_delivery(member: Member, deliveries: Collection[Delivery]) -> Finding:
    """Tell one who never got the script from one who got an earlier version."""
    if any(delivery.person == member.person for delivery in deliveries):
        sentence = _("{person} ({role}) has an earlier version of the script: sync it again.")
        return Finding("I4-resync", sentence.format(person=member.person, role=label(member.role)))
    sentence = _("{person} ({role}) has not got the script.")
    return Finding("I4-not-delivered", sentence.format(person=member.person, role=label(member.role)))


def on_the_way(deliveries: Collection[Delivery]) -> Iterator[Finding]:
    """What was sent is not yet with its reader: a message may be stuck."""
    awaited = [delivery.person for delivery in deliveries if delivery.delivered_at is None]
    if awaited:
        sentence = _("The message with the script has not reached: {people}.")
        yield warning("I4-on-its-way", sentence.format(people=_(", ").join(awaited)))


def lateness(deliveries: Collection[Delivery], shoot_on: date, due_on: date) -> Iterator[Finding]:
    """The last of them decides."""
    last = max(beijing_day(delivery.arrives_at) for delivery in deliveries)
    if last > due_on:
        sentence = _("The script for the shoot on {shoot} was synced on {last}; it was due on {due}.")
        yield Finding("I4-late", sentence.format(shoot=shoot_on, last=last, due=due_on))


def spread(deliveries: Collection[Delivery], together: timedelta) -> Iterator[Finding]:
    """At the same time means within the policy's minutes."""
    moments = [delivery.delivered_at for delivery in deliveries if delivery.delivered_at is not None]
    apart = max(moments) - min(moments) if moments else timedelta()
    if apart > together:
        sentence = _("The script was synced over {minutes} minutes; at the same time means within {limit}.")
        minutes = apart // timedelta(minutes=1)
        yield warning("I4-not-together", sentence.format(minutes=minutes, limit=together // timedelta(minutes=1)))


def unread(deliveries: Collection[Delivery]) -> Iterator[Finding]:
    """Getting a script is not knowing it."""
    waiting = [delivery.person for delivery in deliveries if delivery.read_at is None]
    if waiting:
        sentence = _("Not yet familiar with the script: {people}.")
        yield warning("I4-unread", sentence.format(people=_(", ").join(waiting)))
