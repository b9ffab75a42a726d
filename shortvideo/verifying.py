"""The verb ``verify``: whether the ledger of the gates is as it was written, and what is broken where it is not."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

from agency.locale import _
from shortvideo.ending import finish
from shortvideo.house.database import on_records
from shortvideo.progress import tell
from tasks.ledger.heads import head_of, note_head, noted_heads
from tasks.ledger.verification import verify
from tasks.opening import looking


def verify_ledger(written_down: Sequence[str], at: datetime) -> int:
    """Tell whether the ledger is whole, with the hash it ends with; return 0 when it is, else 1.

    ``written_down`` are ends that somebody kept elsewhere, as ``number:hash``. A whole ledger's end is noted in the home.
    """
    notes = [*noted_heads(), *map(head_of, written_down)]
    with looking() as session:
        verified = verify(session, notes)
    tell(verified.told)
    for line in verified.sentences:
        tell(f"- {line}")
    if not verified.is_whole:
        return 1
    note_head(verified.head, at)
    tell(_("It was held against {count} ends that were noted before.").format(count=len(set(notes))))
    return 0


if __name__ == "__main__":
    finish(on_records(lambda: verify_ledger(sys.argv[1:], datetime.now(UTC))))
