"""Where everything lies that a backup holds: two databases, the folders with files, and the keys, which it does not hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import make_url

from agency.locale import _
from config.own_database import PREFECT_FILE
from config.settings import Settings

RECORDS, PREFECT = "records", "prefect"
MATERIAL, RAW, GIVEN_BACK, INBOX, REFUSED, NOTES, KEYS = (
    "material",
    "files",
    "tables-given-back",
    "inbox",
    "inbox-refused",
    "notes",
    "keys",
)
SECRETS = ("*.key", "password")
SSL = {"ssl": "sslmode"}  # how asyncpg and psycopg call the same


@dataclass(frozen=True)
class Places:
    """The addresses of the databases, and the folders with files."""

    records_url: str
    prefect_url: str
    folders: Mapping[str, Path]
    home: Path

    @property
    def databases(self) -> dict[str, str]:
        """The databases in the order in which they are looked at: Prefect's first (docs/decisions/0029)."""
        return {PREFECT: self.prefect_url, RECORDS: self.records_url}


def places_of(chosen: Settings) -> Places:
    """Return where the settings say that everything lies."""
    home = chosen.home
    folders = {
        MATERIAL: chosen.files_directory,
        RAW: home / "files",
        GIVEN_BACK: home / "tables-given-back",
        INBOX: chosen.inbox_directory,
        REFUSED: home / "inbox-refused",
        NOTES: home,
        KEYS: home,
    }
    return Places(chosen.records_url, prefect_url_of(chosen), folders, home)


def journal_of(home: Path) -> Path:
    """Return the file that says what a restore is about to put in place; it is there only until that is done."""
    return home / "restoring.json"


def restored_mark(home: Path) -> Path:
    """Return the empty file that says that a home was restored, and that its runs have yet to look again."""
    return home / "restored"


def prefect_url_of(chosen: Settings) -> str:
    """Return the address of Prefect's tables for a program that waits for its answers, which Prefect's own does not."""
    if not chosen.prefect_database_url:
        return f"sqlite:///{chosen.home / PREFECT_FILE}"
    told = make_url(chosen.prefect_database_url)
    query = {SSL.get(name, name): value for name, value in told.query.items()}
    return told.set(drivername="postgresql+psycopg", query=query).render_as_string(hide_password=False)


def named(database: str) -> str:
    """Return a database as people call it."""
    return _("the agency's records") if database == RECORDS else _("Prefect's tables")


def secrets_of(home: Path) -> list[Path]:
    """Return the files in a home that open what is sealed, and whatever else nobody may read."""
    return sorted(path for pattern in SECRETS for path in home.glob(pattern) if path.is_file())


def fingerprints(home: Path) -> dict[str, str]:
    """Return the names of the keys in a home, each with a fingerprint that gives nothing of it away; a password has none."""
    return {path.name: fingerprint(path) if path.suffix == ".key" else "" for path in secrets_of(home)}


def fingerprint(key: Path) -> str:
    """Return what tells a key of chance from another one."""
    return sha256(b"shortvideo " + key.read_bytes().strip()).hexdigest()[:16]


def files_below(folder: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder, in order; none is a link, which leads elsewhere, or half written."""
    if folder.is_dir():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                yield path.relative_to(folder).as_posix()
