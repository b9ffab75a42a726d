"""What may be written into the six tables: for each column how it is read, and what it must keep to (C4).

One line a column. A column that is not named here is for reading only.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from agency.domain.calendar import beijing_day, beijing_minute
from agency.domain.edits import (
    Cell,
    Known,
    read_day,
    read_link,
    read_moment,
    read_person,
    read_word,
    text_of,
)
from agency.domain.finding import reasons
from agency.domain.terms import label
from agency.domain.terms.accounts import AccountStatus, AccountType, VerifyStatus
from agency.domain.terms.people import Role
from agency.domain.titles import tidy_title, title_findings
from agency.locale import _
from config.policy import Policy

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a cell is read and judged by: the day it is, the policy, and who is on record."""

    today: date
    policy: Policy
    people: Mapping[str, Known]

    def shown(self, value: object) -> str:
        """Return a value of the records as the tables show it; what is missing says so."""
        match value:
            case None:
                return _("no data")
            case "":
                return _("empty")
            case StrEnum():
                return label(value)
            case datetime():
                return beijing_minute(value)
            case str() if value in self.people:
                return self.people[value].name
            case _:
                return str(value)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a cell stands: what its column holds now, the days of its row, and the projects the row belongs to."""

    was: object
    near: date
    day: date | None
    projects: frozenset[str]
    around: Around


Read = Callable[[Cell, Place], object]
Judge = Callable[[object, Place], Iterator[str]]


def anything(value: object, place: Place) -> Iterator[str]:
    """Find nothing wrong with a value."""
    yield from ()


@dataclass(frozen=True, kw_only=True)
class Editor:
    """How a cell of one column becomes a value (``BadInput`` where it can't), and what is wrong with a new value."""

    read: Read
    judge: Judge = anything
    is_person: bool = False

    def attribute(self, column: str) -> str:
        """Return what the row calls the column."""
        return f"{column}_id" if self.is_person else column


def text() -> Editor:
    """Free text, without the signs that no page shows."""
    return Editor(read=lambda cell, _place: UNSEEN.sub("", text_of(cell)))


def title() -> Editor:
    """A video's title, of at most so many characters (P2)."""
    return Editor(read=lambda cell, _place: tidy_title(text_of(cell)), judge=short_enough)


def link() -> Editor:
    """A web address."""
    return Editor(read=lambda cell, _place: read_link(cell))


def word(kind: type[StrEnum]) -> Editor:
    """One word of a closed list."""
    return Editor(read=lambda cell, _place: read_word(cell, {label(code): code for code in kind}))


def day(judge: Judge = anything) -> Editor:
    """A day."""
    return Editor(read=lambda cell, place: read_day(cell, place.near), judge=judge)


def moment(judge: Judge = anything) -> Editor:
    """A moment in Beijing."""
    return Editor(read=moment_in, judge=judge)


def moment_in(cell: Cell, place: Place) -> datetime:
    """Read a moment, in Beijing, to the minute."""
    was = place.was if isinstance(place.was, datetime) else None
    return read_moment(cell, was=was, day=place.day, near=place.near)


def person(role: Role | None = None) -> Editor:
    """Somebody on record who holds a role in the row's project; without a role, one of the agency's own people."""
    return Editor(
        read=lambda cell, place: read_person(cell, list(place.around.people.values())).id,
        judge=lambda value, place: fit_for(role, str(value), place),
        is_person=True,
    )


def short_enough(value: object, place: Place) -> Iterator[str]:
    """Say that a title is too long."""
    yield from reasons(title_findings(str(value), place.around.policy))


def to_come(value: object, place: Place) -> Iterator[str]:
    """Say that a day or moment to be planned is past."""
    on = beijing_day(value) if isinstance(value, datetime) else value
    if isinstance(on, date) and on < place.around.today:
        yield _("{day} is past; what is planned lies ahead").format(day=on)


def fit_for(role: Role | None, person_id: str, place: Place) -> Iterator[str]:
    """Say why a person can't take a place: no longer active, or without the role in the project."""
    chosen = place.around.people[person_id]
    if not chosen.active:
        yield _("{name} is no longer active").format(name=chosen.name)
    elif role is None and not chosen.is_inside:
        yield _("{name} is not one of the agency's own people").format(name=chosen.name)
    elif role is not None and not chosen.holds(role, place.projects):
        yield _("{name} is no {role} of this project").format(name=chosen.name, role=label(role))


Editors = Mapping[str, Editor]

ACCOUNTS: Editors = {
    "name": text(),
    "handle": text(),
    "homepage_url": link(),
    "subject": text(),
    "account_type": word(AccountType),
    "verify_status": word(VerifyStatus),
    "verify_expires_on": day(),
    "operator": person(Role.OPERATOR),
    "director": person(Role.DIRECTOR),
    "custodian": person(),
    "status": word(AccountStatus),
}
CONTENT: Editors = {
    "pillar": text(),
    "title": title(),
    "director": person(Role.DIRECTOR),
    "operator": person(Role.OPERATOR),
    "talent": person(Role.TALENT),
    "copy_due_on": day(),
    "script_due_on": day(),
    "planned_shoot_on": day(to_come),
    "planned_first_cut_on": day(to_come),
    "planned_edit_due_on": day(to_come),
    "planned_publish_at": moment(to_come),
    "note": text(),
}
CUTS: Editors = {
    "editor": person(Role.EDITOR),
    "planned_first_cut_on": day(to_come),
    "planned_edit_due_on": day(to_come),
    "planned_publish_at": moment(to_come),
}
SHOOTS: Editors = {
    "shoot_on": day(to_come),
    "call_at": moment(to_come),
    "starts_at": moment(to_come),
    "ends_at": moment(to_come),
    "location": text(),
    "director": person(Role.DIRECTOR),
    "photographer": person(Role.PHOTOGRAPHER),
    "props": text(),
    "styling": text(),
    "fallback_on": day(to_come),
    "note": text(),
}
DAYS: Editors = {
    "actions": text(),
    "problems": text(),
    "next_plan": text(),
}

EDITORS: Mapping[str, Editors] = {
    "accounts": ACCOUNTS,
    "content": CONTENT,
    "cuts": CUTS,
    "shoots": SHOOTS,
    "days": DAYS,
}
