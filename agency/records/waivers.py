"""The waivers that stand: which rule is set aside for what, by whom, why and until when."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from agency.domain.obligations import Obligation
from agency.records.tables import Person, Waiver

SLOT = "/"
"""Between a rule and the one slot of it that is set aside: ``I2/2026-W47``."""


@dataclass(frozen=True, kw_only=True)
class StandingWaiver:
    """One rule that is set aside; ``until`` None is for good."""

    rule: str
    subject_id: str
    by: str
    reason: str
    until: date | None


@dataclass(frozen=True)
class StandingWaivers:
    """All waivers of a day, found by what they speak of."""

    by_place: dict[tuple[str, str], StandingWaiver]

    def of(self, owed: Obligation) -> StandingWaiver | None:
        """Return the waiver of an obligation: of its whole rule for the subject, or of its slot alone."""
        whole = self.by_place.get((owed.subject_id, owed.rule))
        return whole or self.by_place.get((owed.subject_id, f"{owed.rule}{SLOT}{owed.slot}"))


def standing_on(session: Session, day: date) -> StandingWaivers:
    """Return the waivers that stand on a Beijing day, its own last day counted in."""
    query = select(Waiver, Person.name).join(Person, Person.id == Waiver.granted_by)
    rows = session.execute(query.where(or_(Waiver.expires_on.is_(None), Waiver.expires_on >= day)))
    found = [
        StandingWaiver(rule=row.rule, subject_id=row.subject_id, by=name, reason=row.reason, until=row.expires_on)
        for row, name in rows
    ]
    return StandingWaivers({(one.subject_id, one.rule): one for one in found})
