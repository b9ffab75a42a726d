"""What stands where when the main job is done, as text for the terminal."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.terms.figures import Source
from agency.locale import _
from agency.records import inbox
from agency.records.tables import Person, Project, ReviewPack, VideoSnapshot, Wait
from tasks.files.downloads import link_to_list

GAP = 2  # blanks between two columns
WIDE = frozenset("WF")  # what takes two columns in a terminal


def summary(session: Session, told: Sequence[str], since: datetime, ui: str) -> str:
    """Return what was pulled since a moment, which files there are, what waits for whom, and where to look."""
    gates = table([row_of(session, wait) for wait in inbox.waits(session)], [_("Due"), _("Awaited"), _("Gate")])
    parts = [
        [pulled(session, since), *told],
        [_("Review material:"), *(f"  {file}" for file in review_files(session))],
        [_("What waits for people:"), *(f"  {line}" for line in gates)],
        [
            _("Runs that wait, and their forms: {url}").format(url=f"{ui}/runs?state=Suspended"),
            _("Pages and tables: {url}").format(url=f"{ui}/artifacts"),
            _("Files to download: {url}").format(url=link_to_list()),
        ],
    ]
    return "\n\n".join(["", *("\n".join(lines) for lines in parts)])


def pulled(session: Session, since: datetime) -> str:
    """Return the sentence on what the platform told since a moment."""
    counted = select(func.count(), func.count(VideoSnapshot.publication_id.distinct())).where(
        VideoSnapshot.source == Source.API, VideoSnapshot.observed_at >= since
    )
    snapshots, works = session.execute(counted).one()
    return _("Pulled: {snapshots} snapshots of {works} works.").format(snapshots=snapshots, works=works)


def review_files(session: Session) -> list[str]:
    """Return deck and workbook of each project's newest review material."""
    newest = select(func.max(ReviewPack.id)).group_by(ReviewPack.project_id)
    files = select(ReviewPack.deck_ref, ReviewPack.workbook_ref).join(Project).where(ReviewPack.id.in_(newest))
    return [file for row in session.execute(files.order_by(Project.code)) for file in row if file]


def row_of(session: Session, wait: Wait) -> list[str]:
    """Return an open gate as a row: its day, who is awaited, what its run is called."""
    names = session.scalars(select(Person.name).where(Person.id.in_(wait.awaited)).order_by(Person.code)).all()
    shown = "、".join(names[:2]) + ("…" if len(names) > 2 else "")
    return [wait.due_on.isoformat() if wait.due_on else "-", shown or "-", wait.headline]


def table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> list[str]:
    """Return the lines of a table whose columns stand under one another, Chinese ones too."""
    lines = [header, *rows]
    widths = [max(width(line[place]) for line in lines) + GAP for place in range(len(header))]
    return ["".join(padded(cell, to) for cell, to in zip(line, widths, strict=True)).rstrip() for line in lines]


def padded(text: str, to: int) -> str:
    """Return a text with blanks up to a width in a terminal."""
    return text + " " * (to - width(text))


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(letter) in WIDE else 1 for letter in text)
