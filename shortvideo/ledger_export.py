"""The verb ``ledger``: the ledger of the gates as a table that an auditor reads, with all that checks it by hand."""

import sys
from pathlib import Path

from agency.locale import _
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.ledger.export import export
from tasks.opening import looking


def export_ledger(to: Path) -> None:
    """Write the ledger, and tell which files that made."""
    with looking() as session:
        for file in export(session, to):
            tell(_("Written: {file}").format(file=file))


if __name__ == "__main__":
    finish(on_records(lambda: export_ledger(Path(sys.argv[1]))))
