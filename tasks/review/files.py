"""The files of a review: deck, workbook and PDF of one version, made whole or not at all, and offered by links (S13, I10)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.orm import Session

from agency.domain.terms.files import FileKind
from agency.locale import _
from agency.records.locks import held
from agency.records.tables import Project, ReviewPack
from agency.reports.deck.drawing import write_deck
from agency.reports.deck.plan import charts_of
from agency.reports.deck.review import edition_of, slides_of
from agency.reports.material import ReviewMaterial
from agency.reports.pdf import write_pdf
from agency.reports.review_workbook import write_workbook
from config.settings import settings
from tasks.files.downloads import keep, link_to, material_folder
from tasks.opening import records_engine


@dataclass(frozen=True, kw_only=True)
class Files:
    """Where the files of one version belong; ``without_pdf`` is the sentence why there is no PDF, None where there is."""

    deck: Path
    workbook: Path
    pdf: Path
    without_pdf: str | None = None


def files_of(project: str, half: str, version: int) -> Files:
    """Return where the files of a version belong; their folder is made."""
    folder = material_folder("review", project)
    deck, workbook, pdf = (folder / f"{half}-v{version}.{ending}" for ending in ("pptx", "xlsx", "pdf"))
    return Files(deck=deck, workbook=workbook, pdf=pdf)


def make_files(material: ReviewMaterial, version: int, *, anew: bool) -> Files:
    """Make deck, workbook and PDF of a version and return where they lie; what is there stays, unless made ``anew``.

    Each replaces at once what was there. One LibreOffice at a time works for the agency: it is large.
    """
    files = files_of(material.project, material.window.key, version)
    edition = edition_of(material, version, files.workbook.name)
    slides = slides_of(material, edition)
    if anew or not files.workbook.is_file():
        write_workbook(material, files.workbook, charts_of(slides))
    if anew or not files.deck.is_file():
        files.pdf.unlink(missing_ok=True)
        write_deck(slides, edition, files.deck)
    if files.pdf.is_file():
        return files
    with held(records_engine(settings().records_url), "office"):
        return replace(files, without_pdf=write_pdf(files.deck, files.pdf))


def references(pack: ReviewPack) -> Iterator[tuple[FileKind, Path]]:
    """Yield the files of a pack that lie where they were put, the deck first."""
    told = (
        (FileKind.REVIEW_DECK, pack.deck_ref),
        (FileKind.REVIEW_PDF, pack.pdf_ref),
        (FileKind.REVIEW_WORKBOOK, pack.workbook_ref),
    )
    for kind, place in told:
        if place and Path(place).is_file():
            yield kind, Path(place)


def offered(session: Session, project: Project, pack: ReviewPack) -> str:
    """Keep a pack's files and return links to them in one line of Markdown."""
    slot = f"{pack.cadence_key} v{pack.version}"
    words = {
        FileKind.REVIEW_DECK: _("deck"),
        FileKind.REVIEW_PDF: _("PDF file"),
        FileKind.REVIEW_WORKBOOK: _("workbook"),
    }
    title = _("{project} review {half} version {version}").format(
        project=project.name, half=pack.cadence_key, version=pack.version
    )
    links = []
    for kind, path in references(pack):
        if path.is_relative_to(settings().files_directory):
            kept = keep(session, path, kind=kind, title=title, project_id=project.id, slot=slot)
            links.append(f"[{words[kind]}]({link_to(kept)})")
    return f"{_('version {version}').format(version=pack.version)}: " + (" · ".join(links) or _("the files are gone"))


def list_of(session: Session, project: Project, packs: Sequence[ReviewPack]) -> str:
    """Return the links of several versions, the newest first, as a list."""
    ordered = sorted(packs, key=lambda pack: -pack.version)
    return "\n".join(f"- {offered(session, project, pack)}" for pack in ordered)
