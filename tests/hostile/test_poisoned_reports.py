"""Reports of records whose every text is a poison: they open elsewhere, nothing in them leads out, and nothing is run."""

import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pptx
import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.reporting import window_named
from agency.domain.terms.sharing import ReportPeriod
from agency.records.tables import Meeting, Project, ReviewProblem
from agency.reports.deck.drawing import write_deck
from agency.reports.month import page as month_page
from agency.reports.month.deck import edition_of, slides_of
from agency.reports.month.workbook import write_workbook
from agency.reports.operations.book import write_book
from agency.reports.operations.page import page
from agency.reports.operations.short_text import short_text
from agency.reports.pdf import office
from agency.reports.tables.workbook import write_tables
from tasks.month.pack import gather as gather_month
from tasks.opening import looking, records, records_engine
from tasks.operations.material import gather
from tasks.review.pack import prepare
from tasks.tables.six_tables import gather as gather_tables
from tests import reported_agency, reviewed_project
from tests.databases import SqliteFiles
from tests.deck_reader import read_deck
from tests.hostile.poisons import HTML, JINJA
from tests.hostile.spoiled_records import MARK, POISON, spoil
from tests.hostile.throwing import demand_dead
from tests.tasks.month.before_meeting import MEETING_DAY, called, found_month, november_plan

AFTER_THE_HALF = datetime(2026, 11, 19, 1, tzinfo=UTC)
OUTSIDE = b'TargetMode="External"'


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    """A database that keeps more than the other one does."""
    return sqlite_files


@pytest.fixture
def spoiled(on_record: str) -> Callable[[Callable[[Session], object]], None]:
    """Put something on record, and the poison into every text of it."""

    def put(scene: Callable[[Session], object]) -> None:
        with records() as session:
            scene(session)
        assert spoil(records_engine(on_record)) > 100

    return put


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every part of a file of Office's, the workbooks inside it opened as well."""
    yield from parts(path.read_bytes(), path.name)


def parts(content: bytes, inside: str) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            yield f"{inside}/{name}", part
            if name.endswith(".xlsx"):
                yield from parts(part, name)


def demand_harmless(path: Path) -> None:
    """See that every part is XML, none leads out of the file, and no cell is reckoned."""
    names = []
    for name, part in members(path):
        names.append(name)
        assert OUTSIDE not in part, name
        if name.endswith((".xml", ".rels")):
            ET.fromstring(part)  # noqa: S314 - a file of our own
        if "/worksheets/" in name:
            assert not re.search(rb"<f[ >]|<hyperlink", part), name
    assert not [name for name in names if "vba" in name.lower() or "oleObject" in name or "externalLink" in name]


def demand_poisoned(path: Path) -> None:
    """See that the poison is in there at all, as letters."""
    assert any(MARK.encode() in part for _name, part in members(path))


def demand_page(told: str) -> None:
    """See that a page has the poison in it, and that nothing of it acts."""
    assert MARK in told
    demand_dead(told)


def nothing(_session: Session) -> None:
    """Leave what is on record as it is."""


def concluded(session: Session) -> None:
    """Let a review that is called have had its problem and its conclusions, for which its next version is made."""
    meeting = session.scalars(select(Meeting).where(Meeting.cadence_key == reviewed_project.HALF.key)).one()
    reporter = reviewed_project.person(session, "LIN")
    session.add(
        ReviewProblem(
            project_id=meeting.project_id,
            meeting_id=meeting.id,
            reporter_id=reporter.id,
            what="开头太慢",
            proposal="先出汤",
        )
    )
    meeting.minutes, meeting.decisions = f"结论{POISON}", [f"{MARK}{HTML}{JINJA} | 林晓 | 2099-12-05"]


@pytest.mark.parametrize("with_office", [pytest.param(False, id="deck"), pytest.param(True, id="pdf")])
def test_a_review_of_poisons_opens_and_leads_nowhere(
    spoiled: Callable[..., None], monkeypatch: pytest.MonkeyPatch, *, with_office: bool
) -> None:
    if with_office and office() is None:
        pytest.skip("LibreOffice is not installed")
    if not with_office:
        monkeypatch.setenv("PATH", "/nowhere")
    with time_machine.travel(AFTER_THE_HALF, tick=True):
        with records() as session:
            (reviewed_project.one_video if with_office else reviewed_project.two_platforms)(session)
        if not with_office:
            prepare("BREEZE", reviewed_project.HALF)
        spoiled(nothing if with_office else concluded)
        prepared = prepare("BREEZE", reviewed_project.HALF)

    assert len(pptx.Presentation(prepared.deck).slides) >= (5 if with_office else 17)
    assert read_deck(Path(prepared.deck))
    for path in (Path(prepared.deck), Path(prepared.workbook)):
        demand_harmless(path)
        demand_poisoned(path)
    demand_page(prepared.page)
    assert (prepared.without_pdf is None) is with_office


def test_a_months_pack_of_poisons_opens_and_leads_nowhere(spoiled: Callable[..., None], tmp_path: Path) -> None:
    def month(session: Session) -> None:
        found_month(session)
        november_plan(session)
        called(session)

    with time_machine.travel(MEETING_DAY, tick=False):
        spoiled(month)
        with records() as session:
            project = session.scalars(select(Project)).one()
            pack = gather_month(session, project, called(session), MEETING_DAY)
            write_deck(slides_of(pack), edition_of(pack, "month.xlsx"), tmp_path / "month.pptx")
            write_workbook(pack, tmp_path / "month.xlsx")
            told = month_page.page(pack)

    for path in (tmp_path / "month.pptx", tmp_path / "month.xlsx"):
        demand_harmless(path)
        demand_poisoned(path)
    assert read_deck(tmp_path / "month.pptx")
    demand_page(told)


def test_an_operations_report_of_poisons_opens_and_leads_nowhere(spoiled: Callable[..., None], tmp_path: Path) -> None:
    spoiled(reported_agency.found)
    with looking() as session:
        project = session.scalars(select(Project)).one()
        window = window_named(ReportPeriod.DAY, "2026-11-23")
        report = gather(session, project, ReportPeriod.DAY, window, reported_agency.HALF_PAST_NINE)
    write_book(report, tmp_path / "report.xlsx")

    demand_harmless(tmp_path / "report.xlsx")
    demand_poisoned(tmp_path / "report.xlsx")
    demand_page(page(report, 1, short_text(report, 1), "http://files.invalid/x"))


def test_the_six_tables_of_poisons_open_and_lead_nowhere(spoiled: Callable[..., None], tmp_path: Path) -> None:
    spoiled(reviewed_project.two_platforms)
    with looking() as session:
        write_tables(gather_tables(session, AFTER_THE_HALF), tmp_path / "六张表.xlsx", made_at=AFTER_THE_HALF)

    demand_harmless(tmp_path / "六张表.xlsx")
    demand_poisoned(tmp_path / "六张表.xlsx")
