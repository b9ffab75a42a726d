"""One store for the files of several machines: what one of them keeps, every other fetches by its content.

Nothing lies in the store but whole contents under their SHA-256, so that each is there once and a spoilt one is never
taken for it. Without ``files_store`` there is no store, and every file lies on its machine alone. The store's own client
reads the keys to it from the environment.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import file_digest
from pathlib import Path

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from agency.errors import Misconfigured, StoreAway
from agency.locale import _
from agency.records.tables.base import new_id
from config.settings import settings


@dataclass(frozen=True)
class Content:
    """What a file holds: its SHA-256, in hexadecimal digits, and its bytes."""

    sha256: str
    bytes: int


def put(path: Path, content: Content) -> None:
    """Put a file that holds this into the store, once; do nothing where there is no store.

    ``StoreAway`` while it cannot be reached: nothing is half there, and the same call may be made again.
    """
    if not settings().files_store or holds(content):
        return
    fs, place = store(), place_of(content)
    with reaching():
        if isinstance(fs, LocalFileSystem):  # a shared folder: beside its place first, as readers may be about
            beside = f"{place}.{new_id()}"
            fs.makedirs(place.rpartition("/")[0], exist_ok=True)
            fs.put_file(str(path), beside)
            fs.mv(beside, place)
        else:
            fs.put_file(str(path), place)


def holds(content: Content) -> bool:
    """Say whether the store holds this; False where there is no store. ``StoreAway`` while it cannot be reached."""
    return bytes_of(content.sha256) == content.bytes


def bytes_of(sha256: str) -> int | None:
    """Return how many bytes a content of the store has, None where it is not there. ``StoreAway`` as ``holds`` raises it."""
    if not settings().files_store:
        return None
    with reaching():
        try:
            return int(store().info(place_of(Content(sha256, 0)), refresh=True)["size"])
        except FileNotFoundError:
            return None


def fetched(content: Content, folder: Path, suffix: str) -> Path | None:
    """Return where a content of the store lies in a folder of this machine, fetched where it is not; None without it.

    What was spoilt in the store counts as not there. ``StoreAway`` while it cannot be reached.
    """
    place = folder / content.sha256[:2] / f"{content.sha256}{suffix}"
    if place.is_file() and place.stat().st_size == content.bytes:
        return place
    if not holds(content):
        return None
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".") as aside, reaching():
        copy = Path(aside, "copy")
        store().get_file(place_of(content), str(copy))
        if content_of(copy) != content:
            return None
        copy.replace(place)
    return place


def content_of(path: Path) -> Content:
    """Return what a file holds."""
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        return Content(digest, file.tell())


def place_of(content: Content) -> str:
    """Return where a content lies in the store."""
    return f"{root()}/{content.sha256[:2]}/{content.sha256}"


def store() -> AbstractFileSystem:
    """Return the client of the store; ``Misconfigured`` where its kind is unknown or its client is not installed."""
    return opened(settings().files_store)[0]


def root() -> str:
    """Return the folder of the store that is ours, as its client names it."""
    return str(opened(settings().files_store)[1])


@cache
def opened(address: str) -> tuple[AbstractFileSystem, str]:
    """Return the client of a store and its folder; ``Misconfigured`` as ``store`` raises it."""
    try:
        client, folder = url_to_fs(address)
    except (ImportError, ValueError) as error:
        sentence = _("files_store {address} cannot be opened ({reason}).")
        raise Misconfigured(sentence.format(address=address, reason=error)) from error
    return client, folder


@contextmanager
def reaching() -> Iterator[None]:
    """Let what goes wrong on the way to the store be ``StoreAway``, whatever its client calls it."""
    try:
        yield
    except (FileNotFoundError, Misconfigured):
        raise
    except Exception as error:  # every client has errors of its own, and only some are OSErrors
        sentence = _("The store of files does not answer ({reason}): try again later.")
        raise StoreAway(sentence.format(reason=type(error).__name__)) from error
