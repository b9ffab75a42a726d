"""The keys in the home: each is for the user alone that the house runs as."""

import stat
from collections.abc import Iterator
from pathlib import Path

from agency.domain.finding import Finding, rule, warning
from agency.locale import _

OTHERS = stat.S_IRWXG | stat.S_IRWXO
KEYS = "*.key"


@rule
def key_findings(home: Path) -> Iterator[Finding]:
    """Nobody else on this machine can read a key: with it tokens are opened, and links and decisions forged."""
    for key in sorted(home.glob(KEYS)):
        if key.stat().st_mode & OTHERS:
            sentence = _("Others on this machine can read the key {file}: run `chmod 600 {file}`.")
            yield warning("key-open-to-others", sentence.format(file=key))
