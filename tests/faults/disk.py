"""A small disk of a test's own, which can be filled up."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

LEFT_OVER = 16_384  # bytes: enough to open what is there, too little for what is to come


@dataclass
class Disk:
    """A small disk of its own, and what fills it up."""

    folder: Path

    @property
    def ballast(self) -> Path:
        """The file that takes up the room."""
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leave next to nothing of it."""
        with self.ballast.open("wb") as file:
            file.write(bytes(max(0, shutil.disk_usage(self.folder).free - LEFT_OVER)))

    def make_room(self) -> None:
        """Let there be room again."""
        self.ballast.unlink()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Lend a disk of this size at a folder; a test that can't have one is skipped."""
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip(f"no disk can be made here: {mounted.stderr.decode().strip()}")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
