"""The files of material on record: kept once each, found again by their id, the newest first (C4, I10)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from agency.domain.terms.files import FileKind
from agency.records.tables import KeptFile, Project


def keep(session: Session, file: KeptFile) -> KeptFile:
    """Put a file on record and return its row: the one of before where the same content was kept for the same use."""
    if known := same_as(session, file):
        return known
    try:
        with session.begin_nested():
            session.add(file)
    except IntegrityError:
        if known := same_as(session, file):
            return known
        raise
    return file


def same_as(session: Session, file: KeptFile) -> KeptFile | None:
    """Return the row with the same content, kind, project and slot, None before there is one."""
    query = select(KeptFile).where(
        KeptFile.sha256 == file.sha256,
        KeptFile.kind == file.kind,
        KeptFile.slot == file.slot,
        KeptFile.project_id.is_not_distinct_from(file.project_id),
    )
    return session.scalar(query)


def newest_first(
    session: Session, *, project: str | None = None, kind: FileKind | None = None
) -> list[tuple[KeptFile, Project | None]]:
    """Return the files on record with their projects, the newest first; of one project (its code) or kind where named."""
    query = select(KeptFile, Project).outerjoin(Project, Project.id == KeptFile.project_id)
    if project is not None:
        query = query.where(Project.code == project)
    if kind is not None:
        query = query.where(KeptFile.kind == kind)
    rows: Sequence[tuple[KeptFile, Project | None]] = [
        (file, of) for file, of in session.execute(query.order_by(KeptFile.made_at.desc(), KeptFile.id.desc()))
    ]
    return list(rows)
