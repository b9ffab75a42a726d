"""The rows of the shooting schedule (拍摄排期表; S9, I5, I7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar, beijing_day, beijing_minute
from agency.domain.deadlines import script_sync_due
from agency.domain.standings import shoot_standing
from agency.domain.terms import label
from agency.domain.terms.shoots import PrepKind, ShootItemStatus
from agency.domain.terms.standings import ShootStanding
from agency.locale import _
from agency.records.tabled import shoots as tabled
from agency.reports.sheet import Value
from agency.reports.tables import shoots
from agency.reports.tables.table import Filled
from config.settings import settings
from tasks.tables.rows.filling import grouped, in_order, or_blank
from tasks.tables.rows.items import Item
from tasks.tables.rows.people import People

KEPT = ("shoot_on", "call_at", "starts_at", "ends_at", "location", "props", "styling", "fallback_on", "note")
BETWEEN = ", "


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What hangs on the shoots, by shoot."""

    served: Mapping[str, list[Row[Any]]]
    shots: Mapping[str, int]
    talents: Mapping[str, list[str]]
    itineraries: Mapping[str, list[Row[Any]]]
    checks: Mapping[str, list[Row[Any]]]
    loans: Mapping[str, list[Row[Any]]]
    handovers: Mapping[str, list[Row[Any]]]

    @classmethod
    def read(cls, session: Session, project_id: str | None) -> "Facts":
        """Read them, each kind at once."""
        return cls(
            served=grouped((row.shoot_id, row) for row in tabled.served(session, project_id)),
            shots={row[0]: row[1] for row in tabled.shots(session, project_id)},
            talents=grouped((row.shoot_id, row.person_id) for row in tabled.talents(session, project_id)),
            itineraries=grouped((row.shoot_id, row) for row in tabled.itineraries(session, project_id)),
            checks=grouped((row.shoot_id, row) for row in tabled.checks(session, project_id)),
            loans=grouped((row.shoot_id, row) for row in tabled.loans(session, project_id)),
            handovers=grouped((row.shoot_id, row) for row in tabled.handovers(session, project_id)),
        )


def fill(
    session: Session, project_id: str | None, items: Sequence[Item], people: People, working: Calendar, today: date
) -> Filled:
    """Return the shooting schedule; ``items`` tell which scripts are with everyone."""
    table = shoots.table(settings().policy)
    facts, row = Facts.read(session, project_id), in_order(table)
    synced = {item.plan.id: item.synced_at for item in items}
    told = [
        Told(shoot=each, facts=facts, people=people, synced=synced, working=working, today=today)
        for each in tabled.shoots(session, project_id)
    ]
    told.sort(key=Told.order)
    return Filled(
        table=table,
        rows=[row(each.values()) for each in told],
        revs=[each.shoot.rev for each in told],
        choices=people.choices(table),
    )


@dataclass(frozen=True, kw_only=True)
class Told:
    """One shoot, and what is told of it."""

    shoot: Row[Any]
    facts: Facts
    people: People
    synced: Mapping[str, datetime | None]
    working: Calendar
    today: date

    def order(self) -> tuple[bool, int, str]:
        """Return its place: what is to come first, the next on top; what is over after it, the last on top."""
        is_over = self.standing in (ShootStanding.RECORDED, ShootStanding.CANCELLED)
        day = self.shoot.shoot_on.toordinal()
        return is_over, -day if is_over else day, self.shoot.code

    @cached_property
    def served(self) -> list[Row[Any]]:
        """The content items it serves."""
        return self.facts.served.get(self.shoot.id, [])

    @cached_property
    def standing(self) -> ShootStanding:
        """How far it is."""
        checks = self.facts.checks.get(self.shoot.id, [])
        return shoot_standing(
            is_recorded=self.shoot.recorded_at is not None,
            checks=[row[2] == row[3] for row in checks],
            items=[row.status for row in self.served],
        )

    def values(self) -> dict[str, Value]:
        """Return the values of its row, by column."""
        return {
            "code": self.shoot.code,
            **{code: or_blank(getattr(self.shoot, code)) for code in KEPT},
            **self.scripts(),
            "talents": self.talents(),
            "director": self.people.word(self.shoot.director_id),
            "photographer": self.people.word(self.shoot.photographer_id),
            "equipment": "\n".join(self.lent()),
            "weather": None,
            **self.prepared(),
            "synced": self.in_time(),
            "status": label(self.standing),
            "missing": BETWEEN.join(row.code for row in self.served if row.status is ShootItemStatus.MISSING_SHOTS),
            **self.footage(),
        }

    def scripts(self) -> dict[str, Value]:
        """Return what is shot, by which versions, in which scenes."""
        scenes = (scene for row in self.served for scene in row.scenes or ())
        return {
            "contents": "\n".join(f"{row.code} {row.title}" for row in self.served),
            "scripts": "\n".join(f"v{row.version}" if row.version else "–" for row in self.served),
            "shots": self.facts.shots.get(self.shoot.id, ""),
            "scenes": BETWEEN.join(dict.fromkeys(scene for scene in scenes if scene)),
        }

    def talents(self) -> str:
        """Return who is on camera: the items' talents and those called, each with the itinerary."""
        called = [row.talent_id for row in self.served if row.talent_id]
        ways = {row.talent_id: row for row in self.facts.itineraries.get(self.shoot.id, [])}
        everyone = dict.fromkeys([*called, *self.facts.talents.get(self.shoot.id, []), *ways])
        return "\n".join(self.coming(person, ways.get(person)) for person in everyone)

    def coming(self, person: str, way: Row[Any] | None) -> str:
        """Return how one talent comes and goes."""
        name = self.people.word(person)
        if way is None:
            return name
        span = _("{name}: {begins} to {ends}").format(
            name=name, begins=beijing_minute(way.from_at), ends=beijing_minute(way.to_at)
        )
        return BETWEEN.join(part for part in (span, way.transport) if part)

    def lent(self) -> list[str]:
        """Return what was lent, each back or out."""
        back, out = _("{thing} (back)"), _("{thing} (out)")
        return [
            (back if row.returned_at else out).format(thing=row.name) for row in self.facts.loans.get(self.shoot.id, [])
        ]

    def prepared(self) -> dict[str, Value]:
        """Return of each kind whether all is confirmed; nothing where nothing was noted."""
        words = {True: _("confirmed"), False: _("to confirm")}
        known = {row.kind: words[row[2] == row[3]] for row in self.facts.checks.get(self.shoot.id, [])}
        return {f"prep_{kind.value}": known.get(kind, "") for kind in PrepKind}

    def in_time(self) -> str:
        """Return whether the scripts were with everyone in time (I4)."""
        due = script_sync_due(self.shoot.shoot_on, self.working, settings().policy)
        moments = [self.synced.get(row.content_id) for row in self.served]
        days = [beijing_day(moment) if moment else self.today for moment in moments]
        if any(day > due for day in days):
            return _("too late")
        return _("in time") if moments and all(moments) else _("not settled yet")

    def footage(self) -> dict[str, Value]:
        """Return who got the footage, and when the last of it was handed over."""
        handed = self.facts.handovers.get(self.shoot.id, [])
        received, waits = _("{name}, received {moment}"), _("{name}, not received")
        lines = [
            (received if row.received_at else waits).format(
                name=self.people.word(row.to_id), moment=beijing_minute(row.received_at) if row.received_at else ""
            )
            for row in handed
        ]
        return {
            "handed_to": "\n".join(dict.fromkeys(lines)),
            "handed_at": max((row.handed_at for row in handed), default=""),
        }
