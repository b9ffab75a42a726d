"""The material of a review on a real Prefect server, checked against the records by another path."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from agency.domain.terms.figures import Source
from agency.domain.terms.files import FileKind
from agency.domain.terms.meetings import MeetingKind
from agency.records import figures
from agency.records.figures import Observation
from agency.records.tables import KeptFile, Meeting, MeetingAttendee, Publication, ReviewPack, VideoSnapshot
from tasks.opening import records
from tests import legs, reviewed_agency
from tests.reports.invented import IN_THE_HALF, history
from tests.reviewed_agency import HALF, HOUSE, all_of, prepared

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "agency")]


@pytest.fixture
def agency(on_record: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")  # without LibreOffice: the PDF has its own tests
    reviewed_agency.found()


def sheet(name: str) -> list[dict[str, Any]]:
    """Return the lines of a sheet of the newest workbook, by header."""
    path = max(all_of(ReviewPack), key=lambda pack: pack.version).workbook_ref
    header, *rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    return [dict(zip(header, row, strict=True)) for row in rows]


def pages(key: str) -> list[str]:
    """Return what was left on a page, oldest first."""
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=ArtifactFilter(key=ArtifactFilterKey(any_=[key])))
    return [str(page.data) for page in sorted(found, key=lambda page: page.created)]


def plays_gained() -> dict[str, int]:
    """Return what each work gained in the half-month by another path: straight from the rows, with pandas."""
    with records() as session:
        query = select(Publication.title, Publication.published_at, VideoSnapshot.observed_at, VideoSnapshot.plays)
        shots = pd.DataFrame(session.execute(query.join(VideoSnapshot)).mappings().all())
    shots = shots.sort_values("observed_at")
    inside = shots[(shots.observed_at >= HALF.begins) & (shots.observed_at < HALF.ends)]
    last = inside.groupby("title").plays.last()
    before = shots[shots.observed_at < HALF.begins].groupby("title").plays.last()
    return {str(title): int(count) for title, count in (last - before.reindex(last.index, fill_value=0)).items()}


def test_the_workbook_says_what_the_rows_say():
    run = prepared()

    assert run.state.is_completed(), run.state
    gained = plays_gained()
    works = {line["标题"]: line["新增播放"] for line in sheet("作品")}
    assert works == gained
    (plays,) = [line for line in sheet("概览") if line["指标"] == "播放量"]
    assert plays["本期"] == sum(gained.values()) == 9_000


def test_the_material_is_on_record_with_its_files_and_its_meeting_and_the_review_was_started():
    prepared()

    (pack,) = all_of(ReviewPack)
    (meeting,) = all_of(Meeting)
    assert Path(pack.workbook_ref).name == "2026-11-H1-v1.xlsx"
    assert Path(pack.deck_ref).name == "2026-11-H1-v1.pptx"
    assert pack.pdf_ref is None
    assert {file.kind for file in all_of(KeptFile)} == {FileKind.REVIEW_DECK, FileKind.REVIEW_WORKBOOK}
    assert (pack.window_from, pack.window_to) == (date(2026, 11, 1), date(2026, 11, 15))
    assert (meeting.kind, meeting.cadence_key, meeting.materials) == (MeetingKind.REVIEW, HALF.key, [pack.id])
    assert len(all_of(MeetingAttendee)) == len(HOUSE) + 2
    started = legs.runs_of("hold-review")[-1]
    assert started.parameters == {"project": "BREEZE", "half": HALF.key}


def test_preparing_again_with_the_same_figures_gives_the_same_version_and_starts_no_second_review():
    prepared()
    before = len(legs.runs_of("hold-review"))

    again = prepared()

    assert "没有变化" in (again.state.message or "")
    assert len(all_of(ReviewPack)) == 1
    assert len(all_of(KeptFile)) == 2
    assert len(legs.runs_of("hold-review")) == before


def test_a_workbook_that_was_lost_is_written_again_for_the_same_version():
    prepared()
    (pack,) = all_of(ReviewPack)
    deck = Path(pack.deck_ref).read_bytes()
    Path(pack.workbook_ref).unlink()

    prepared()

    assert Path(pack.workbook_ref).exists()
    assert Path(pack.deck_ref).read_bytes() == deck
    assert len(all_of(ReviewPack)) == 1


def test_another_look_at_a_work_gives_the_next_version():
    prepared()
    with records() as session:
        work = session.scalars(select(Publication).where(Publication.title.like("第9碗面%"))).one()
        seen = Observation(observed_at=HALF.ends - timedelta(hours=1), source=Source.EXPORT)
        figures.keep_snapshots(session, [(work.id, history(9, 9_600, published_at=IN_THE_HALF)[-1].figures)], seen)

    first = Path(all_of(ReviewPack)[0].deck_ref).read_bytes()

    prepared()

    assert sorted(pack.version for pack in all_of(ReviewPack)) == [1, 2]
    assert Path(min(all_of(ReviewPack), key=lambda pack: pack.version).deck_ref).read_bytes() == first
    page = pages("review-breeze-2026-11-h1")[-1]
    assert page.index("第2版: [PPT](http") < page.index("第1版: [PPT](http")
    assert "未生成 PDF:本机没有安装 LibreOffice。" in page
    (plays,) = [line for line in sheet("概览") if line["指标"] == "播放量"]
    assert plays["本期"] == 9_600


def test_a_week_is_no_half_month_and_a_project_that_is_not_there_is_named():
    week = prepared(half="2026-W46")
    nobody = prepared(project="NOBODY")

    assert week.state.is_failed()
    assert "2026-W46 不是半月" in (week.state.message or "")
    assert nobody.state.name == "填写有误"
    assert "NOBODY" in (nobody.state.message or "")
    assert all_of(ReviewPack) == []
