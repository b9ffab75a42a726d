"""Gives a person one-time codes: a secret for their app, kept only once a code of the app has shown that it works."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from agency.domain.one_time_codes import address_of, is_code, matching_step, new_secret, typed
from agency.errors import RuleBroken
from agency.locale import _
from agency.records import identity, people
from agency.records.tables import Person
from tasks.opening import looking, records
from tasks.sealing_key import seals


@dataclass(frozen=True)
class Enrolling:
    """A person whose codes are being set up; the secret shows in no ``repr``."""

    person_id: str
    code: str
    name: str
    secret: str = field(repr=False)

    @property
    def address(self) -> str:
        """The address that the app reads, with the secret in it."""
        return address_of(self.secret, self.code, _("Short-video agency"))


def begin_enrolling(called: str, *, again: bool) -> Enrolling:
    """Return a new secret for the person of this code or name; nothing is on record yet.

    Raise ``NotOnRecord`` for nobody, ``RuleBroken`` when the person has codes and is not to get others in their place.
    """
    with looking() as session:
        person = people.one_called(session, called)
        if identity.enrolment_of(session, person.id) is not None and not again:
            raise RuleBroken(
                _("{name} has one-time codes; `--again` puts others in their place.").format(name=person.name)
            )
        return Enrolling(person.id, person.code, person.name, new_secret())


def confirm(enrolling: Enrolling, code: str, at: datetime) -> bool:
    """Keep the codes when the app shows the right one at this moment, and say whether it did; that code is used up."""
    given = typed(code)
    step = matching_step(enrolling.secret, given, at) if is_code(given) else None
    if step is None:
        return False
    with records(reason=_("one-time codes enrolled")) as session:
        enrolment = identity.enrol(session, enrolling.person_id, seals().seal(enrolling.secret))
        identity.use_up(session, enrolment, step, at=at, flow_run_id=None)
    return True


def take_away(called: str) -> str:
    """Take a person's codes away and return their name; raise ``RuleBroken`` when they have none."""
    with records(reason=_("one-time codes taken away")) as session:
        person = people.one_called(session, called)
        demand_enrolled(session, person)
        identity.enrol(session, person.id, None)
        return person.name


def demand_enrolled(session: Session, person: Person) -> None:
    """Raise ``RuleBroken`` when a person has no codes."""
    if identity.enrolment_of(session, person.id) is None:
        raise RuleBroken(_("{name} has no one-time codes.").format(name=person.name))
