"""The sample agency: its work went the real way, its figures are the sandbox's own, and it comes alive on any day."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import func, select

from agency.domain.calendar import BEIJING, ONE_DAY, beijing_day
from agency.domain.figures import AccountDay
from agency.domain.terms.figures import Platform, Source
from agency.domain.terms.gates import SubjectKind, Verdict
from agency.domain.terms.plans import ProjectPlanStatus
from agency.platforms.douyin.endpoints import Profile
from agency.records import histories, ledger
from agency.records.ledger import GateKey
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    AccountDaily,
    Base,
    ContentItem,
    Decision,
    GateRound,
    PlatformGrant,
    Project,
    Publication,
    RefusedAnswer,
    VideoSnapshot,
    Wait,
)
from agency.sandbox.description import SandboxAgency
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from config.platforms import played_at
from config.settings import settings
from shortvideo.sample.platform import described, platform_of, sample_platform
from shortvideo.sample.producing import STAGES
from shortvideo.sample.seeding import authorise, seed
from tasks.gate.asking import next_question
from tasks.gate.desk import Desk
from tasks.gate.questions import Question
from tasks.metrics.authorisation import access_of
from tasks.metrics.connections import open_reader
from tasks.opening import records, records_engine
from tasks.stages.s07_script_sync import SYNC
from tests.databases import SqliteFiles
from tests.paper_agency import SECRET_ENV, set_out

START = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
PRODUCTION = [STAGES["P1"], STAGES["S7"], SYNC, STAGES["S8"]]
STANDS_AT = {
    "QF-SHOP-101": ("P1", "待 贾方"),
    "QF-MASTER-101": ("S7", "待 林晓、苏禾"),
    "SY-GEAR-101": ("I4", "待 云总、卜部"),
    "SY-CAMP-101": ("S8", "待 小满"),
    "SY-CAMP-102": None,
    "QF-SHOP-102": ("S10", "待 贾方"),
}


@contextmanager
def seeded(files: SqliteFiles, home: Path, start: datetime) -> Iterator[SandboxAgency]:
    """Lend records that hold the sample since a start, found by the product's own settings; the time stands still."""
    with files.migrated() as url, pytest.MonkeyPatch.context() as patch, time_machine.travel(start, tick=False):
        patch.setenv("SHORTVIDEO_RECORDS_URL", url)
        patch.setenv("SHORTVIDEO_HOME", str(home))
        settings.cache_clear()
        platform = platform_of(home, start)
        assert seed(platform, start)
        yield platform
        records_engine(url).dispose()
    settings.cache_clear()


@pytest.fixture(scope="module")
def platform(sqlite_files: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxAgency]:
    with seeded(sqlite_files, tmp_path_factory.mktemp("demo"), START) as platform:
        yield platform


def counts() -> dict[str, int]:
    with records() as session:
        tables = Base.metadata.sorted_tables
        return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def question_of(code: str) -> Question | None:
    """Return what the production of a video asks first, as its run would."""
    stages = PRODUCTION if code != "QF-SHOP-102" else [*PRODUCTION, STAGES["S10"]]
    with records() as session:
        desks = (Desk(session, work, work.find(session, code), "run-of-a-test") for work in stages)
        asked = next((question for desk in desks if (question := next_question(desk))), None)
        session.rollback()
    return asked


@pytest.mark.parametrize("code", STANDS_AT)
def test_each_video_waits_at_another_gate(platform: SandboxAgency, code: str) -> None:
    question, expected = question_of(code), STANDS_AT[code]

    assert (question and question.gate) == (expected and expected[0])
    if question and expected:
        assert question.headline.endswith(expected[1])


def test_a_script_that_was_refused_is_before_the_director_in_its_second_round(platform: SandboxAgency) -> None:
    with records() as session:
        item = by_code(session, ContentItem, "QF-MASTER-101")
        first, second = ledger.rounds(session, GateKey(SubjectKind.CONTENT, item.id, "S7"))
        said = ledger.decisions(session, first.id)

        assert [answer.verdict for answer in said] == [Verdict.SENT_BACK]
        assert ledger.decisions(session, second.id) == []


def test_both_projects_are_at_work_on_the_word_of_the_department_lead(platform: SandboxAgency) -> None:
    with records() as session:
        for project in session.scalars(select(Project)):
            assert project.plan_status is ProjectPlanStatus.EXECUTING
            for gate in ("S1", "C2"):
                assert ledger.has_passed(session, GateKey(SubjectKind.PROJECT, project.id, gate))


def test_no_rule_had_to_put_an_answer_back_and_nobody_seems_to_wait_without_a_run(platform: SandboxAgency) -> None:
    with records() as session:
        assert session.scalars(select(RefusedAnswer)).all() == []
        assert session.scalars(select(Wait)).all() == []


def test_the_ledger_tells_of_the_past_in_the_order_in_which_it_was_written(platform: SandboxAgency) -> None:
    with records() as session:
        asked_and_said = session.execute(
            select(GateRound.created_at, Decision.decided_at).join(Decision, Decision.round_id == GateRound.id)
        ).all()
        kickoff = session.scalars(select(Project.kickoff_on).order_by(Project.kickoff_on)).first()

    assert all(asked <= said <= START for asked, said in asked_and_said)
    assert min(beijing_day(asked) for asked, _said in asked_and_said) == kickoff + ONE_DAY


def test_forty_works_have_been_watched_for_sixty_days(platform: SandboxAgency) -> None:
    with records() as session:
        first, last = session.execute(select(func.min(AccountDaily.day), func.max(AccountDaily.day))).one()
        sources = set(session.scalars(select(VideoSnapshot.source)))
        newest = session.scalar(select(func.max(VideoSnapshot.observed_at)))

    assert counts()["publications"] == 40
    assert (last - first).days == 59
    assert last == beijing_day(START) - ONE_DAY
    assert sources == {Source.SAMPLE}
    assert newest < START


@pytest.fixture
def remote(platform: SandboxAgency, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    """The sandbox that plays Douyin for the sample, named by the settings."""
    with serving(platform, stands_at=START) as remote:
        set_out(monkeypatch, played_at(remote.base_url, client_key=platform.client_key, secret_env=SECRET_ENV))
        yield remote


def test_the_history_is_what_the_platform_tells_over_http(remote: Remote) -> None:
    yesterday = beijing_day(START) - ONE_DAY
    with records() as session:
        account_id = by_code(session, Account, "SY-CAMP").id
        recorded = histories.days_of(session, account_id, yesterday - 14 * ONE_DAY, yesterday)
        known = set(session.scalars(select(Publication.platform_item_id).where(Publication.account_id == account_id)))
    authorise(remote.base_url, START)
    with closing(open_reader(Platform.DOUYIN, access_of(account_id), Profile.DOP, now=START)) as reader:
        works = {work.item_id for work in reader.works([])}
        told = reader.account_days(15)

    settled = slice(0, -1)  # the newest day is corrected by the platform at its next refresh
    assert [shown(day) for day in told][settled] == [shown(day) for day in recorded][settled]
    assert len(told) == 15
    assert works == known


def shown(day: AccountDay) -> tuple[object, ...]:
    """Return the figures of a day that platform and history both tell."""
    return day.day, day.followers_total, day.new_fans, day.plays_new, day.likes_new, day.works_published


def test_a_second_authorisation_takes_the_place_of_the_first(remote: Remote) -> None:
    for _start in range(2):
        authorise(remote.base_url, START)

    with records() as session:
        assert len(session.scalars(select(PlatformGrant)).all()) == 4


def test_a_second_seeding_changes_nothing(platform: SandboxAgency) -> None:
    before = counts()

    assert not seed(platform, START + timedelta(days=3))
    assert counts() == before


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 1, 1, 0, 5, tzinfo=BEIJING),
        datetime(2026, 10, 3, 23, 55, tzinfo=BEIJING),
        datetime(2028, 2, 29, 12, 0, tzinfo=BEIJING),
    ],
    ids=["five past midnight of a new year", "in the golden week", "on a leap day"],
)
def test_the_sample_comes_alive_on_any_day(sqlite_files: SqliteFiles, tmp_path: Path, start: datetime) -> None:
    with seeded(sqlite_files, tmp_path, start):
        for code, expected in STANDS_AT.items():
            question = question_of(code)
            assert (question and question.gate) == (expected and expected[0])


def test_the_sample_stands_on_either_database(on_record: str, tmp_path: Path) -> None:
    start = datetime.now(UTC)

    assert seed(platform_of(tmp_path, start), start)
    assert not seed(platform_of(tmp_path, start), start)


def test_the_platform_described_at_the_first_start_stays(tmp_path: Path) -> None:
    first = platform_of(tmp_path, START)

    assert platform_of(tmp_path, START + timedelta(days=9)) == first == sample_platform(START)
    assert described(tmp_path, START) == tmp_path / "sandbox.json"


def test_everything_in_the_sample_is_visibly_invented(platform: SandboxAgency) -> None:
    with records() as session:
        named = [account.name for account in session.scalars(select(Account))]
        titles = [work.title for work in session.scalars(select(Publication))]

    assert all("虚构" in name for name in named)
    assert all(title.startswith("示例") for title in titles)
