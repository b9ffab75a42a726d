"""What several processes and machines share: the Redis between them, and the store of their files."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from fsspec.implementations.local import LocalFileSystem
from redis import Redis, RedisError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from agency.domain.finding import Finding, rule, warning
from agency.errors import AgencyError, RecordsAway
from agency.locale import _
from agency.records.engine import looking_into
from agency.records.tables import Person
from agency.records.tables.base import new_id
from config.settings import Settings
from shortvideo.checkups.database import is_there
from tasks.files.file_store import opened, reaching

PATIENCE_S = 5
OWNER = "owner"  # the file of a store that says whose it is


@rule
def redis_findings(chosen: Settings) -> Iterator[Finding]:
    """The Redis between the processes of Prefect's server answers, where there is one."""
    if not chosen.redis_url:
        return
    told = {"socket_timeout": PATIENCE_S, "socket_connect_timeout": PATIENCE_S}
    try:
        with Redis.from_url(chosen.redis_url, **told) as redis:
            redis.ping()
    except (RedisError, OSError) as error:
        sentence = _("Redis does not answer at {place} ({reason}): start it, and see whether redis_url is right.")
        yield warning("redis-away", sentence.format(place=place_of(chosen.redis_url), reason=type(error).__name__))


def place_of(url: str) -> str:
    """Return where a Redis is, without its password."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or 6379}"


@rule
def store_findings(chosen: Settings) -> Iterator[Finding]:
    """The store of files lets us write, and is ours alone; who comes first makes it theirs.

    A store of two agencies would give each the files of the other's clients.
    """
    if not chosen.files_store:
        return
    try:
        theirs = owner_of(chosen.files_store, first_person(chosen))
    except (AgencyError, FileNotFoundError) as error:  # the latter for a bucket that is not there
        sentence = _("The store of files {address} cannot be written: {reason}")
        yield warning("store-away", sentence.format(address=chosen.files_store, reason=error))
        return
    if theirs:
        sentence = _("The store of files {address} is another agency's: give this one a folder of its own.")
        yield Finding("store-of-others", sentence.format(address=chosen.files_store))


def owner_of(address: str, ours: str | None) -> bool:
    """Say whether a store is somebody else's, and write into it meanwhile; one of nobody's becomes ours.

    ``StoreAway`` or ``Misconfigured`` where it cannot be reached or written.
    """
    fs, root = opened(address)
    with reaching():
        probe = f"{root}/probe-{new_id()}"
        if isinstance(fs, LocalFileSystem):
            fs.makedirs(root, exist_ok=True)
        fs.pipe_file(probe, b"")
        fs.rm_file(probe)
        if ours is None:
            return False
        try:
            return bool(fs.cat_file(f"{root}/{OWNER}").decode() != ours)
        except FileNotFoundError:
            fs.pipe_file(f"{root}/{OWNER}", ours.encode())
            return False


def first_person(chosen: Settings) -> str | None:
    """Return the id of the first person on record, who stays through every restore; None while nobody is, or they are closed."""
    if not is_there(chosen):
        return None
    try:
        with looking_into(chosen.records_url) as session:
            return session.scalar(select(func.min(Person.id)))
    except (SQLAlchemyError, RecordsAway):
        return None
