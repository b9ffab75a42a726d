"""The kept files as the web offers them, looked up in the records at each question (C4, I10)."""

from collections.abc import Sequence
from dataclasses import replace

from agency.domain.terms import label
from agency.domain.terms.files import FileKind
from agency.records import files
from agency.records.tables import KeptFile, Project
from agency.web.shelf import Offered
from tasks.files.downloads import brought, name_of, path_of
from tasks.opening import looking


class RecordsShelf:
    """Every file on record; one that is kept or changed meanwhile is seen at the next question."""

    def find(self, file_id: str) -> Offered | None:
        """Return the file of this id, None where there is none."""
        with looking() as session:
            kept = session.get(KeptFile, file_id)
            if kept is None:
                return None
            file = offered(kept, session.get(Project, kept.project_id) if kept.project_id else None)
        return replace(file, path=brought(kept))

    def newest_first(self) -> Sequence[Offered]:
        """Return all files, the newest first."""
        return offered_files()


def offered_files(*, project: str | None = None, kind: FileKind | None = None) -> list[Offered]:
    """Return the files on record, the newest first; of one project (its code) or kind where that is named."""
    with looking() as session:
        return [offered(*row) for row in files.newest_first(session, project=project, kind=kind)]


def offered(kept: KeptFile, project: Project | None) -> Offered:
    """Return a kept file in the words of people."""
    return Offered(
        file_id=kept.id,
        name=name_of(kept),
        title=kept.title,
        kind=label(kept.kind),
        project=f"{project.name} · {project.code}" if project else None,
        made_at=kept.made_at,
        path=path_of(kept),
        sha256=kept.sha256,
        bytes=kept.bytes,
    )
