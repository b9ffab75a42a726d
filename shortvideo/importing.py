"""The verb ``import``: a lead's own exports come into the records, and each is told what came of it (I9)."""

import sys
from collections.abc import Sequence
from pathlib import Path

from agency.errors import AgencyError
from shortvideo.ending import finish
from shortvideo.progress import tell
from tasks.exports import bring_in
from tasks.import_summary import summary


def import_files(files: Sequence[Path], account: str) -> int:
    """Import files for one account, also after one that could not be read; return 0 when all of them could, else 1."""
    failed = 0
    for file in files:
        try:
            tell(summary(bring_in(file, account)))
        except AgencyError as error:
            tell(str(error))
            failed = 1
    return failed


if __name__ == "__main__":
    finish(lambda: import_files([Path(file) for file in sys.argv[2:]], account=sys.argv[1]))
