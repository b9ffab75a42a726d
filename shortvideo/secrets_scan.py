"""Looks through the files of this tree for secrets that somebody has left in them: keys, tokens, addresses of bots.

What is invented for a test may look like a password. So in ``tests`` only what can't be mistaken for one is looked for.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

LARGEST = 2_000_000  # bytes of a file that is looked through
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

UNMISTAKABLE: Mapping[str, re.Pattern[str]] = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    "access key of a cloud": re.compile(
        r"\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|LTAI[0-9A-Za-z]{16,24}|AKID[0-9A-Za-z]{32})\b"
    ),
    "token of a service": re.compile(
        r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_\w{60,}|glpat-[\w-]{20}|xox[abprs]-[\w-]{24,}|sk-[\w-]{32,}|AIza[\w-]{35})"
    ),
    "signed token": re.compile(r"\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{16,}"),
}
LIKELY: Mapping[str, re.Pattern[str]] = {
    "address of a bot": re.compile(
        rf"(?:/hook/{UUID}|access_token=[0-9a-f]{{64}}|send\?key={UUID}|\bSEC[0-9a-f]{{64}})"
    ),
    "password in an address": re.compile(r"\b[a-z][a-z0-9+]*://[^\s/:@{}'\"`]+:[A-Za-z0-9%._~!$&*+,;=-]{3,}@"),
    "key of this house": re.compile(r"['\"= ][A-Za-z0-9_-]{43}=(?:['\"\s]|$)"),
    "value of a secret": re.compile(
        r"(?i)(?:password|passwd|secret|token|api_?key|webhook)\w*['\"]?\s*[:=]\s*['\"](?=[^'\"]*\d)(?=[^'\"]*[a-z])[\w+/=-]{24,}['\"]"
    ),
}


class Leak(NamedTuple):
    """One place that looks like a secret; what stands there is not repeated."""

    file: str
    line: int
    what: str


def leaks(root: Path) -> Iterator[Leak]:
    """Yield every place in the files that are, or may be, under version control that looks like a secret."""
    for file in files_of(root):
        path = root / file
        if path.is_file() and path.stat().st_size <= LARGEST:
            yield from leaks_in(file, path.read_text(encoding="utf-8", errors="replace"))


def leaks_in(file: str, text: str) -> Iterator[Leak]:
    """Yield what looks like a secret in one file's text."""
    patterns = UNMISTAKABLE if file.startswith("tests/") else {**UNMISTAKABLE, **LIKELY}
    for what, pattern in patterns.items():
        for found in pattern.finditer(text):
            yield Leak(file, text.count("\n", 0, found.start()) + 1, what)


def files_of(root: Path) -> Sequence[str]:
    """Return the files that are under version control, and those that could be added; without git, all there are."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(asked, cwd=root, capture_output=True, check=False)
    if told.returncode == 0:
        return [name for name in told.stdout.decode("utf-8", "replace").split("\0") if name]
    return [path.relative_to(root).as_posix() for path in sorted(root.rglob("*")) if not is_hidden(path, root)]


def is_hidden(path: Path, root: Path) -> bool:
    """Say whether a file lies in what programs make for themselves: ``.venv``, ``.git``, the home of the house."""
    first = path.relative_to(root).parts[0]
    return first == "var" or (first.startswith(".") and first != ".ci")
