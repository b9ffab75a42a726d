"""A file that takes its place at once when all of it is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Lend a place beside a file to write it anew; an error, a full disk too, leaves what was there and nothing else."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        yield draft
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    draft.replace(path)
