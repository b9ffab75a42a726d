"""Finished files put on record, and the links by which people download them (C1, C4, I2, I10).

Prefect's pages drop links to files, so they are offered over http. A link ends; the file and its row stay. Give every
version a path of its own: a file that is written over is no longer what its old link promised, and is not handed out.
"""

import os
import re
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from agency.domain.terms.files import FileKind
from agency.errors import BadInput, Misconfigured
from agency.locale import _
from agency.records import files
from agency.records.sealing import key_of
from agency.records.tables import KeptFile
from agency.records.tables.base import now
from agency.web.links import Links
from agency.web.names import download_name
from config.settings import LINK_KEY, Settings, settings
from tasks.files import file_store
from tasks.files.file_store import Content, content_of

SHORTEST_KEY = 32  # bytes
FETCHED = "fetched"  # the folder of what other machines kept
NOT_IN_A_FOLDER = re.compile(r"[^\w-]+")


def material_folder(*parts: str) -> Path:
    """Return a folder for files of material, made where it is not there; each part is one folder's name.

    What a folder's name may not hold becomes ``_``, so a part never leads out of ``settings().files_directory``.
    """
    folder = settings().files_directory.joinpath(*(NOT_IN_A_FOLDER.sub("_", part) or "_" for part in parts))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def keep(
    session: Session, path: Path, *, kind: FileKind, title: str, project_id: str | None = None, slot: str = ""
) -> KeptFile:
    """Put a finished file on record and return its row; ``title`` is what people read, ``slot`` what it was made for.

    The same content of the same kind, project and slot is the same row, with its first title and moment; it takes the
    new place when the file at the old one is gone or was written over. ``BadInput`` for a file that is not there, or
    lies outside ``settings().files_directory``. Where several machines share a store, ``StoreAway`` while it is away.
    """
    place, content = place_of(path), content_of(path)
    file_store.put(path, content)
    told = {"kind": kind, "title": title, "project_id": project_id, "slot": slot, "place": place}
    kept = files.keep(session, KeptFile(**told, sha256=content.sha256, bytes=content.bytes, made_at=now()))
    if kept.place != place and not is_whole(kept):
        session.refresh(kept, with_for_update=True)
        kept.place = place
        session.flush()
    return kept


def link_to(kept: KeptFile) -> str:
    """Return an http address of a kept file that can be opened for ``link_days`` days from now."""
    return links().to_file(kept.id, name_of(kept), now())


def link_to_list() -> str:
    """Return an http address of the page that lists every kept file, open for as long."""
    return links().to_list(now())


def links() -> Links:
    """Return what makes and reads this agency's links."""
    chosen = settings()
    return Links(key=link_key(chosen), address=chosen.files_url, lifetime=timedelta(days=chosen.link_days))


def link_key(chosen: Settings) -> bytes:
    """Return the key that links are signed with: that of the environment, else that of the file in the home.

    ``Misconfigured`` for one so short that it could be guessed, or a file that others may read.
    """
    given = os.environ.get(LINK_KEY)
    key = (given or key_of(key_file(chosen))).strip().encode()
    if len(key) < SHORTEST_KEY:
        sentence = _("{place} holds no key: give it 32 characters of chance.")
        raise Misconfigured(sentence.format(place=LINK_KEY if given else key_file(chosen)))
    return key


def key_file(chosen: Settings) -> Path:
    """Return the file of the key, which never leaves its home."""
    return chosen.home / "links.key"


def place_of(path: Path) -> str:
    """Return where a file lies below the files' folder; raise ``BadInput`` where it does not, or is no file."""
    folder = settings().files_directory.resolve()
    try:
        found = path.resolve(strict=True)
    except OSError as error:
        raise BadInput(_("There is no file {file}.").format(file=path.name)) from error
    if not found.is_file():
        raise BadInput(_("{file} is not a file.").format(file=path.name))
    if not found.is_relative_to(folder):
        sentence = _("{file} lies outside the files' folder (files_directory), so it cannot be offered.")
        raise BadInput(sentence.format(file=path.name))
    return found.relative_to(folder).as_posix()


def name_of(kept: KeptFile) -> str:
    """Return the name under which a kept file is saved."""
    return download_name(kept.title, kept.place)


def path_of(kept: KeptFile) -> Path:
    """Return where a kept file was put."""
    return settings().files_directory / kept.place


def brought(kept: KeptFile) -> Path:
    """Return where a kept file is to be found on this machine; another's is fetched out of the store they share.

    Where it is nowhere any more, the place where it was put.
    """
    path, content = path_of(kept), held(kept)
    if path.is_file() and path.stat().st_size == content.bytes:
        return path
    return file_store.fetched(content, settings().files_directory / FETCHED, path.suffix) or path


def is_whole(kept: KeptFile) -> bool:
    """Say whether a kept file is still where it was kept, or in the store, holding what it held."""
    path = path_of(kept)
    return (path.is_file() and content_of(path) == held(kept)) or file_store.holds(held(kept))


def held(kept: KeptFile) -> Content:
    """Return what a kept file held when it was kept."""
    return Content(kept.sha256, kept.bytes)
