"""The name under which a file is saved by whoever downloads it."""

import re
from pathlib import PurePath

FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')
LONGEST_NAME = 60  # characters; in an address each takes nine


def download_name(title: str, place: str) -> str:
    """Return a file's title with the ending of the place it lies at, as every file system takes it."""
    suffix = PurePath(place).suffix
    stem = " ".join(FORBIDDEN.sub(" ", title).split()).removesuffix(suffix)
    return f"{stem[:LONGEST_NAME].strip('. ') or PurePath(place).stem}{suffix}"
