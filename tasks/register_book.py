"""The register a lead keeps as a TOML file: clients, people, projects, accounts, groups, equipment, topics, calendar.

Everything is told by its code. Who a code stands for is looked up when the book is written into the records.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agency.domain.legible import legible
from agency.domain.terms.accounts import AccountStatus, AccountType
from agency.domain.terms.content import TopicSource
from agency.domain.terms.figures import Platform
from agency.domain.terms.people import Role, Side
from agency.domain.terms.sharing import ChatChannel, ChatPurpose
from agency.errors import BadInput
from agency.locale import _

LONGEST = 20_000  # characters of a text

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]
Name = Annotated[str, Field(min_length=1, max_length=100)]


class Entry(BaseModel):
    """One table of the book; a key nobody knows is refused, so that a typing slip loses nothing in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=LONGEST)

    @model_validator(mode="before")
    @classmethod
    def can_be_read(cls, table: Any) -> Any:  # noqa: ANN401 - any TOML value
        """Take out what no reader sees: a name is the same in the register, in a form and in an answer."""
        return legible(table, LONGEST)


class Coded(Entry):
    """Something that has a code and a name."""

    code: Code
    name: Name


class ClientEntry(Coded):
    """A firm whose accounts the agency runs."""

    industry: str = ""


class PersonEntry(Coded):
    """Somebody who takes part; ``client`` is the firm a client's person speaks for.

    ``im_ids`` says what each chat channel knows the person by, so that they can be spoken to in a group.
    """

    side: Side = Side.INTERNAL
    roles: tuple[Role, ...] = ()
    client: str = ""
    active: bool = True
    email: Annotated[str, Field(pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""
    im_ids: dict[ChatChannel, Annotated[str, Field(min_length=1, max_length=64)]] = {}


class GroupEntry(Coded):
    """A chat group; its webhook is a secret and stands elsewhere: see ``connect-group``."""

    channel: ChatChannel = ChatChannel.MANUAL
    purpose: ChatPurpose = ChatPurpose.PARTNER_OPERATIONS


class AccountEntry(Coded):
    """An account on a platform."""

    platform: Platform = Platform.DOUYIN
    handle: str = ""
    kind: AccountType = AccountType.ENTERPRISE
    status: AccountStatus = AccountStatus.PREPARING
    operator: str
    director: str


class ProjectEntry(Coded):
    """One piece of business with a client. A role that is named here is held by these people and no others."""

    client: str
    kickoff_on: date
    members: dict[Role, tuple[str, ...]]
    groups: tuple[GroupEntry, ...] = ()
    accounts: tuple[AccountEntry, ...] = ()


class EquipmentEntry(Coded):
    """A thing that can be lent for a shoot."""

    keeper: str = ""


class TopicEntry(Entry):
    """An idea for an account's pool."""

    code: Code
    title: Name
    account: str
    hook: str = ""
    source: TopicSource = TopicSource.POSITIONING


class DayEntry(Entry):
    """A day on which the agency's calendar differs from the known one: a make-up workday, or a holiday of its own."""

    day: date
    works: bool
    note: str = ""


class RegisterBook(Entry):
    """The whole book; every part may be missing. ``groups`` are those of the whole house."""

    clients: tuple[ClientEntry, ...] = ()
    people: tuple[PersonEntry, ...] = ()
    projects: tuple[ProjectEntry, ...] = ()
    groups: tuple[GroupEntry, ...] = ()
    equipment: tuple[EquipmentEntry, ...] = ()
    topics: tuple[TopicEntry, ...] = ()
    days: tuple[DayEntry, ...] = ()


def read_book(path: Path) -> RegisterBook:
    """Read a register; raise ``BadInput`` with one sentence that names the place of every mistake."""
    try:
        return RegisterBook.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(_("{file} cannot be read: {reason}").format(file=path.name, reason=error)) from error
    except ValidationError as error:
        mistakes = "; ".join(mistake(flaw) for flaw in error.errors())
        raise BadInput(_("{file}: {mistakes}").format(file=path.name, mistakes=mistakes)) from error


def mistake(flaw: Any) -> str:  # noqa: ANN401 - pydantic's own mapping
    """Return one mistake with its place, e.g. ``people, entry 3, roles``."""
    place = [
        _("entry {number}").format(number=part + 1) if isinstance(part, int) else str(part) for part in flaw["loc"]
    ]
    if flaw["type"] == "extra_forbidden":
        return _("{place} is not known").format(place=", ".join(place))
    return _("{place}: {given} does not fit").format(place=", ".join(place), given=repr(flaw["input"])[:60])
