"""What an archive says of itself: what it holds, how much, the hash of each part, and when it was taken."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from agency.errors import BadInput
from agency.locale import _
from agency.records.archive.kinds import Kind
from agency.records.archive.snapshot import Column, Table

FORMAT = 1
PRODUCT = "shortvideo"
MEMBER = "manifest.json"


class Frozen(BaseModel):
    """A part of the manifest."""

    model_config = ConfigDict(frozen=True)


class Member(Frozen):
    """One part of the archive: its name in it, and what it holds."""

    name: str
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class ArchivedTable(Frozen):
    """One table of a database: a member with a line for each row, in the order of the columns."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    key: tuple[str, ...]
    rows: int = Field(ge=0)
    member: Member

    def as_table(self) -> Table:
        """Return the table that the lines were told of."""
        columns = {name: Column(name, kind) for name, kind in self.columns}
        return Table(self.name, tuple(columns.values()), tuple(columns[name] for name in self.key))


class ArchivedDatabase(Frozen):
    """One database: the engine it lay on, the migration it stood at, and the version of whose tables they are."""

    engine: Literal["sqlite", "postgresql"]
    head: str | None
    version: str
    tables: tuple[ArchivedTable, ...]

    @property
    def rows(self) -> int:
        """How many rows all tables hold."""
        return sum(table.rows for table in self.tables)


class ArchivedFile(Frozen):
    """One file: which of the house's folders it lay in, and its path below that."""

    folder: str
    path: str
    member: Member


class ArchivedHead(Frozen):
    """The end of the ledger in the archived records: number 0 where nothing was decided yet."""

    number: int = Field(ge=0)
    hash: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(Frozen):
    """What the archive holds. ``faults`` are sentences on files that were not as the records say they are.

    ``ledger`` is the end of the ledger, None in an archive from before it was kept. ``keys`` names the keys of the house
    with a fingerprint of each, so that it is known which ones a restored house lacks.
    """

    format: int
    product: str
    version: str
    began_at: datetime
    ended_at: datetime
    databases: dict[str, ArchivedDatabase]
    files: tuple[ArchivedFile, ...]
    ledger: ArchivedHead | None = None
    faults: tuple[str, ...] = ()
    keys: dict[str, str] = {}
    with_keys: bool = False

    @model_validator(mode="after")
    def whole(self) -> Self:
        """Refuse a manifest without the records."""
        if "records" not in self.databases:
            raise ValueError("the records are missing")
        return self

    @property
    def members(self) -> list[Member]:
        """All parts of the archive beside this manifest."""
        tables = [table.member for database in self.databases.values() for table in database.tables]
        return [*tables, *(file.member for file in self.files)]


def manifest_of(written: bytes, archive: str) -> Manifest:
    """Read a manifest; ``BadInput`` for one that another product or a newer version wrote, or that cannot be read."""
    try:
        claimed = Claim.model_validate_json(written)
    except ValidationError:
        claimed = Claim()
    if claimed.product != PRODUCT:
        raise BadInput(_("{file} is no backup of this system.").format(file=archive))
    if claimed.format > FORMAT:
        sentence = _("{file} was made by a newer version ({version}): restore it with that one.")
        raise BadInput(sentence.format(file=archive, version=claimed.version))
    try:
        return Manifest.model_validate_json(written)
    except ValidationError as error:
        raise damaged(archive) from error


class Claim(Frozen):
    """The least that every manifest says, whatever its format."""

    product: str = ""
    format: int = 0
    version: str = "?"


def damaged(archive: str) -> BadInput:
    """Return the error that says that an archive is not what was written."""
    return BadInput(_("{file} is damaged or not complete: take another backup.").format(file=archive))
