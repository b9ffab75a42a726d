"""The files of a month's meeting: its workbook and its deck, kept once for the same figures and the same plan (C1)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from agency.domain.terms.files import FileKind
from agency.locale import _
from agency.records.tables import KeptFile, Project
from agency.reports.deck.drawing import write_deck
from agency.reports.month.deck import edition_of, slides_of
from agency.reports.month.pack import MonthPack
from agency.reports.month.page import Links
from agency.reports.month.workbook import write_workbook
from tasks.files.downloads import keep, link_to, material_folder


@dataclass(frozen=True, kw_only=True)
class MonthFiles:
    """A pack's files on record."""

    workbook: KeptFile
    deck: KeptFile

    @property
    def links(self) -> Links:
        """Their addresses, which end after some days."""
        return Links(workbook=link_to(self.workbook), deck=link_to(self.deck))


def keep_files(session: Session, project: Project, pack: MonthPack) -> MonthFiles:
    """Return the files of a pack on record; those of the same figures and plan are not written again."""
    folder = material_folder("month", project.code)
    stem = f"{pack.planned.key}-{pack.dataset_hash[:12]}"
    workbook, deck = folder / f"{stem}.xlsx", folder / f"{stem}.pptx"
    if not workbook.exists():
        write_workbook(pack, workbook)
    if not deck.exists():
        write_deck(slides_of(pack), edition_of(pack, workbook.name), deck)
    title = _("{project} month meeting {month}").format(project=project.name, month=pack.planned.key)
    about = {"title": title, "project_id": project.id, "slot": pack.planned.key}
    return MonthFiles(
        workbook=keep(session, workbook, kind=FileKind.MONTH_WORKBOOK, **about),
        deck=keep(session, deck, kind=FileKind.MONTH_DECK, **about),
    )
