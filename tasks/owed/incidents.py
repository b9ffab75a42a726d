"""What is owed around incidents: resolved in so many hours, day and night, or the coordinator hears of it (I11, R14)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.orm import Session

from agency.domain.incidents import STAND_IN
from agency.domain.obligations import STILL_TOLD, Obligation
from agency.domain.timers import incident_due
from agency.locale import _
from agency.records import incidents
from agency.records.tables import Incident
from config.settings import settings
from tasks.incidents.people import last_to_ask, no_coordinator
from tasks.incidents.telling import link_of, short
from tasks.responsible import people_with

RULE = "I11"
LONG = 120  # characters of what happened


@dataclass(frozen=True)
class Beyond:
    """Whom the incidents of one project go to."""

    session: Session
    project_id: str

    @cached_property
    def last(self) -> Sequence[str]:
        """The coordinator, or the leads in their place."""
        return last_to_ask(self.session, self.project_id)

    @cached_property
    def leads(self) -> Sequence[str]:
        """Who hears of it when the coordinator does not answer."""
        return people_with(self.session, self.project_id, STAND_IN)

    @cached_property
    def remark(self) -> str:
        """Where a coordinator is to be set, when none is."""
        return no_coordinator(self.session, self.project_id)


def owed(session: Session, at: datetime) -> Iterator[Obligation]:
    """Yield what is owed for every incident that is open or was resolved a short while ago."""
    beyond: dict[str, Beyond] = {}
    for incident in incidents.unresolved_since(session, at - STILL_TOLD):
        of_project = beyond.setdefault(incident.project_id, Beyond(session, incident.project_id))
        yield from owed_for(incident, of_project)


def owed_for(incident: Incident, beyond: Beyond) -> Iterator[Obligation]:
    """Yield the owner's part, the coordinator's once it is theirs, and the owner's again once it is returned."""
    escalated, returned, ended = incident.escalated_at, incident.returned_at, incident.resolved_at
    yield owners_part(incident, beyond, since=incident.notified_at, done_at=escalated or ended, slot="")
    if escalated is not None and incident.escalated_to_id is not None:
        back = returned if returned and returned >= escalated else None
        yield coordinators_part(incident, beyond, since=escalated, done_at=back or ended)
    if returned is not None:
        again = escalated if escalated and escalated > returned else ended
        yield owners_part(incident, beyond, since=returned, done_at=again, slot=slot_of("returned", returned))


def owners_part(
    incident: Incident, beyond: Beyond, *, since: datetime, done_at: datetime | None, slot: str
) -> Obligation:
    """Return that the owner resolves it or hands it on, in so many hours; else the coordinator hears of it."""
    chain = [person for person in beyond.last if person != incident.owner_id] or list(beyond.leads)
    return obligation(incident, beyond, since=since, done_at=done_at, slot=slot, owner=incident.owner_id, chain=chain)


def coordinators_part(incident: Incident, beyond: Beyond, *, since: datetime, done_at: datetime | None) -> Obligation:
    """Return that the coordinator decides in as many hours; else the leads hear of it."""
    owner = str(incident.escalated_to_id)
    slot = slot_of("coordination", since)
    return obligation(incident, beyond, since=since, done_at=done_at, slot=slot, owner=owner, chain=beyond.leads)


def obligation(
    incident: Incident,
    beyond: Beyond,
    *,
    since: datetime,
    done_at: datetime | None,
    slot: str,
    owner: str,
    chain: Sequence[str],
) -> Obligation:
    """Return one part: a thing of hours, not reminded of, escalated at its very moment, also at night."""
    policy = settings().policy
    return Obligation(
        rule=RULE,
        subject_kind=Incident.__tablename__,
        subject_id=incident.id,
        slot=slot,
        what=named(incident, beyond, is_open=done_at is None),
        owners=[owner],
        chain=[person for person in chain if person != owner],
        due_at=incident_due(since, policy),
        project_id=incident.project_id,
        link=link_of(incident),
        done_at=done_at,
        remind_days=(),
        patience=timedelta(hours=policy.incident_hours),
        at_any_hour=True,
        owners_know=True,
    )


def named(incident: Incident, beyond: Beyond, *, is_open: bool) -> str:
    """Return what it is called: while it is open with how to reach somebody, for whoever is woken by it knows nothing yet."""
    what = _("Incident {code}: {what}").format(code=incident.code, what=short(incident.what, LONG))
    if not is_open:
        return what
    reach = _("Reached by: {reach}").format(reach=incident.reach) if incident.reach else ""
    return " · ".join(part for part in (what, reach, beyond.remark) if part)


def slot_of(part: str, since: datetime) -> str:
    """Return what tells one part of an incident from another."""
    return f"{part}-{since:%Y%m%dT%H%M%S}"
