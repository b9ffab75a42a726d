"""Whether a file is still what was kept: below the files' folder, and holding what it held, to the last byte."""

import hashlib
from functools import lru_cache
from pathlib import Path

from agency.web.shelf import Offered

REMEMBERED = 1024  # files; what was hashed once is not read again while nothing touched it


def intact_path(file: Offered, folder: Path) -> Path | None:
    """Return where a file lies, links followed; None when it is gone, was changed, or leads out of the folder."""
    try:
        path = file.path.resolve(strict=True)
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            return None
        seen = path.stat()
        if seen.st_size != file.bytes:
            return None
        digest = digest_of(path, (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns))
    except (OSError, RuntimeError):  # a link that leads to itself is a RuntimeError up to Python 3.12
        return None
    return path if digest == file.sha256 else None


@lru_cache(REMEMBERED)
def digest_of(path: Path, _seen: tuple[int, ...]) -> str:
    """Return the SHA-256 of a file that looked like this, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
