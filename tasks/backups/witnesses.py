"""Holds the ledger of a backup against its end when the backup was taken, and against the ends noted outside of it.

Whoever changes an archive can write its hashes anew as well, so that it fits itself. What this house has noted, and is
not in the archive, still finds them out.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from agency.domain.chain import Head
from agency.errors import BadInput
from agency.locale import _
from agency.records import chain
from agency.records.archive.unpacking import Archive
from agency.records.engine import looking_into
from tasks.backups.places import NOTES
from tasks.ledger.heads import FILE, RESTORED, line_of, lines_in, lines_of, lives, together
from tasks.ledger.verification import Verified, flaws_of_notes, verify


def demand_end(archive: Archive, url: str) -> None:
    """Raise ``BadInput`` where the restored ledger ends otherwise than it did when the backup was taken."""
    if archive.manifest.ledger is None:
        return
    noted = Head(**archive.manifest.ledger.model_dump())
    with looking_into(url) as session:
        found = chain.head(session)
    if found != noted:
        sentence = _("{file} was tampered with: its ledger ended with {noted} when it was taken, and now with {found}.")
        raise BadInput(sentence.format(file=archive.path.name, noted=noted.brief, found=found.brief))


def looked_along(archive: Archive, url: str, home: Path) -> Verified:
    """Look along a restored ledger, held against what this home and the archive itself have noted of its end.

    A house that was restored before has noted ends of several lives; the ledger of the backup is to fit one of them.
    """
    every = lives(noted_lines(archive, home))[::-1]
    with looking_into(url) as session:
        return verify(session, fitting(session, every))


def fitting(session: Session, every: list[list[Head]]) -> list[Head]:
    """Return the ends of the first life that a ledger fits as far as it goes, those of the very first where it fits none."""
    last = chain.head(session).number
    reached = [[head for head in life if head.number <= last] for life in every]
    return next((life for life in reached if not any(flaws_of_notes(session, life))), reached[0])


def noted_lines(archive: Archive, home: Path) -> list[str]:
    """Return the ends that this home has noted, and those that came with the archive."""
    notes = [file for file in archive.manifest.files if file.folder == NOTES and file.path == FILE]
    brought = [archive.read(file.member).read().decode("utf-8", "replace") for file in notes]
    return together(lines_of(home / FILE), lines_in("\n".join(brought)))


def noted_after(archive: Archive, home: Path, verified: Verified, at: datetime) -> bytes:
    """Return the file of the ends with those that came along, and where a whole ledger now goes on; nothing for none.

    One that is not whole begins no new life: it is told every night until somebody has found out why.
    """
    lines = noted_lines(archive, home)
    if verified.is_whole and verified.head.number:
        lines.append(line_of(verified.head, at, RESTORED))
    return "".join(f"{line}\n" for line in lines).encode()
