"""Files of a creator centre as they are read before anything is written: which they are, and when their figures stood (I9)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256 as sha256_of
from pathlib import Path

from agency.domain.closed_files import why_closed
from agency.errors import BadInput
from agency.locale import _
from agency.platforms.exports import Export, layouts_of, read_export
from agency.records.tables.base import now
from config.layouts import layouts
from config.settings import settings
from tasks.files import file_store
from tasks.files.file_store import Content
from tasks.files.whole_files import write_whole

TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".zip")
LONGEST_NAME = 80  # characters of a name that is told
IN_THE_WAY = (".", "~$")  # hidden files, and what Excel leaves beside a workbook that is open


def files_in(paths: Iterable[str | Path]) -> list[Path]:
    """Return the files that were named, and those of each folder that was, in the order of their names."""
    found: list[Path] = []
    for path in map(Path, paths):
        found += files_of(path) if path.is_dir() else [path]
    return found


def table_file(path: Path) -> Path:
    """Return a file that somebody named in a run form, if it is one of tables; ``BadInput`` for any other.

    Whoever may start a run has still no business with the other files of this machine, its keys least of all.
    """
    if path.is_symlink() or path.suffix.lower() not in TABLES:
        raise BadInput(
            _("{file} is no table: only {endings} can be named here.").format(
                file=path.name[:LONGEST_NAME], endings=_(", ").join(TABLES)
            )
        )
    return path


def files_of(folder: Path) -> list[Path]:
    """Return the files of a folder that are somebody's exports; links and what programs leave about are passed over."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not path.is_symlink() and not path.name.startswith(IN_THE_WAY)
    )


def read_file(path: Path) -> Export:
    """Read an export at the moment its figures stood, by the layouts of the house and of ``config/layouts.toml``.

    ``BadInput`` with one sentence when it can't be read.
    """
    return dated(read_export(path, received_at=written_at(path), layouts=layouts_of(layouts())))


def written_at(path: Path) -> datetime:
    """Return when a file was last written, but no later than now; ``BadInput`` when it is not there."""
    try:
        changed = path.stat().st_mtime
    except OSError as error:
        sentence = _("{file}: the file cannot be opened: {reason}").format(file=path.name, reason=why_closed(error))
        raise BadInput(sentence) from error
    return min(datetime.fromtimestamp(int(changed), UTC), now())


def dated(export: Export) -> Export:
    """Return an export at the moment its figures stood: the file's own, or its newest work's where that is later.

    No Chinese export says when it was made; a file that was copied about may seem older than a work in it.
    """
    newest = max((work.published_at for work in export.works), default=export.received_at)
    return replace(export, received_at=max(export.received_at, min(newest, now())))


def keep_raw(path: Path, sha256: str) -> str:
    """Keep the very bytes that were read, named after their content, and return that name; kept again it is the same.

    Nobody but the house may read it. ``BadInput`` when the file has changed since it was read.
    """
    content = path.read_bytes()
    if sha256_of(content).hexdigest() != sha256:
        raise BadInput(_("{file} was changed while it was read: import it again.").format(file=path.name))
    name = f"{sha256[:2]}/{sha256}.bin"
    place = settings().home / "files" / name
    if not place.exists():
        write_whole(place, content)
    file_store.put(place, Content(sha256, len(content)))
    return name
