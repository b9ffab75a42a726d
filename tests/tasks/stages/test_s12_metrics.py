"""An account's figures come over real HTTP into real records, once, and what keeps them away is on the account."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from agency.domain.terms.accounts import GrantState
from agency.domain.terms.figures import Platform
from agency.domain.terms.publishing import PublicationStatus
from agency.errors import CapabilityGone, NeedsAuthorisation, QuotaUsedUp
from agency.records import pulls
from agency.records.tables import (
    Account,
    AccountDaily,
    ContentItem,
    Publication,
    Pull,
    VideoSnapshot,
    WorkDaily,
)
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from tasks.metrics import pulling
from tasks.metrics.look_writing import Pulled
from tasks.metrics.pulling import HOURLY, Wish
from tasks.opening import records
from tasks.stages.s12_metrics import accounts_to_pull
from tests import paper_agency
from tests.paper_agency import CRANES, HERONS, NOW, change_grants, grant_of

A_RUN_AGO = datetime.now(UTC) - timedelta(minutes=5)
VIDEO_LIST = "/api/douyin/v1/video/video_list/"
FANS = "/data/external/user/fans/"


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch, CRANES, HERONS) as remote:
        yield remote


def pull(code: str = CRANES, since: datetime = A_RUN_AGO, **wished: Any) -> Pulled:
    return pulling.pull(code, Wish(since=since, **wished))


def a_new_run() -> datetime:
    return datetime.now(UTC)


def rows(*tables: type) -> list[int]:
    with records() as session:
        return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_works_days_and_the_account_are_on_record_as_the_platform_tells_them(remote: Remote):
    pulled = pull()

    assert (pulled.snapshots, pulled.new_works, pulled.days) == (2, 2, 15)
    told = select(Publication.title, VideoSnapshot.plays, VideoSnapshot.avg_watch_s).join(VideoSnapshot)
    with records() as session:
        works = [tuple(row) for row in session.execute(told.order_by(VideoSnapshot.plays))]
        young = session.scalars(select(WorkDaily.publication_id).distinct()).all()
    assert works == [("第2只纸鸟 #虚构", 759, 9.5), ("第40只纸鸟 #虚构", 1_040, None)]
    assert len(young) == 1  # the platform tells days and watch time of a work for thirty days


def test_all_works_of_a_pull_were_seen_at_one_moment(remote: Remote):
    pull()

    with records() as session:
        assert len(session.scalars(select(VideoSnapshot.observed_at).distinct()).all()) == 1


def test_a_run_done_again_leaves_the_rows_of_the_first_and_asks_the_platform_nothing(remote: Remote):
    pull()
    before, asked = rows(Publication, VideoSnapshot, WorkDaily, AccountDaily), remote.calls()[VIDEO_LIST]

    assert pull() == Pulled(account=CRANES, was_seen=True)

    assert rows(Publication, VideoSnapshot, WorkDaily, AccountDaily) == before
    assert remote.calls()[VIDEO_LIST] == asked


def test_a_new_run_sees_the_same_works_again_and_writes_only_what_was_corrected(remote: Remote):
    pull()
    works, snapshots, _work_days, days = rows(Publication, VideoSnapshot, WorkDaily, AccountDaily)
    remote.forward(days=1)

    again = pull(since=a_new_run())

    assert again.new_works == 0
    assert again.days == 2  # a new day, and the one before it corrected
    assert rows(Publication, VideoSnapshot, AccountDaily) == [works, snapshots + 2, days + 2]


def test_a_work_of_ours_that_was_published_by_hand_gets_its_figures_and_its_id(remote: Remote):
    with records() as session:
        item = session.scalars(select(ContentItem)).one()
        ours = Publication(
            content_id=item.id,
            account_id=item.account_id,
            title="我们自己的标题",
            published_at=NOW - timedelta(days=2),
            link="https://www.douyin.com/video/7400000000000000002",
            proof="截图.png",
            status=PublicationStatus.LIVE,
        )
        session.add(ours)

    assert pull().new_works == 1

    with records() as session:
        known = session.get_one(Publication, ours.id)
        assert (known.platform_item_id, known.title) == ("@crane+2/==", "我们自己的标题")
        assert session.scalars(select(VideoSnapshot.plays).where(VideoSnapshot.publication_id == ours.id)).one() == 759


def test_what_could_be_two_works_is_told_and_left_out(remote: Remote):
    with records() as session:
        account_id = session.scalars(select(Account.id).where(Account.code == CRANES)).one()
        twin = {"account_id": account_id, "title": "第2只纸鸟", "published_at": NOW - timedelta(days=2, hours=1)}
        session.add_all([Publication(**twin), Publication(**twin)])

    pulled = pull()

    assert (pulled.snapshots, len(pulled.undecided)) == (1, 1)
    assert "第2只纸鸟" in pulled.undecided[0]


def test_an_authorisation_that_was_taken_back_is_marked_and_not_tried_again(remote: Remote):
    remote.revoke("crane-0001")
    with pytest.raises(NeedsAuthorisation):
        pull()
    assert grant_of().state is not GrantState.ACTIVE
    asked = remote.calls()

    with pytest.raises(NeedsAuthorisation, match="重新授权"):
        pull(since=a_new_run())

    assert remote.calls() == asked


def test_a_capability_that_is_gone_is_on_the_account_and_never_asked_for_again_until_it_is_authorised_anew(
    remote: Remote,
):
    remote.take_away(VIDEO_LIST)
    for since in (A_RUN_AGO, a_new_run()):
        with pytest.raises(CapabilityGone):
            pull(since=since)
    assert remote.calls()[VIDEO_LIST] == 1
    assert "28001056" in grant_of().details["capability_gone"]

    remote.lift_troubles()
    with records() as session:
        paper_agency.authorise(session, remote, CRANES)

    assert pull(since=a_new_run()).snapshots == 2


def test_nothing_of_an_account_is_kept_when_its_last_answer_fails(remote: Remote):
    remote.take_away(FANS)

    with pytest.raises(CapabilityGone):
        pull()

    assert rows(Publication, VideoSnapshot, WorkDaily, AccountDaily) == [0, 0, 0, 0]


def test_a_token_the_platform_calls_expired_is_prolonged_once_and_the_pull_goes_on(remote: Remote):
    remote.forward(days=16)
    change_grants(access_expires_at=datetime.now(UTC) + timedelta(days=9))

    assert pull().snapshots == 2


def test_a_mini_app_asks_for_the_works_on_record_because_it_cannot_list_any(remote: Remote):
    pull()
    change_grants(profile="miniapp")

    again = pull(since=a_new_run())

    assert (again.snapshots, again.new_works) == (2, 0)
    assert remote.calls()["/api/apps/v1/video/query/"] == 1


def test_all_awake_accounts_are_pulled_unless_some_are_named(remote: Remote):
    assert accounts_to_pull([]) == [CRANES, HERONS]
    assert accounts_to_pull([HERONS, HERONS]) == [HERONS]


def test_ten_looks_at_once_leave_what_one_leaves(remote: Remote):
    with ThreadPoolExecutor(10) as pool:
        brought = list(pool.map(lambda _turn: pull(), range(10)))

    assert sorted(each.was_seen for each in brought) == [False] + [True] * 9
    assert rows(Publication, VideoSnapshot, AccountDaily, Pull) == [2, 2, 15, 1]


def test_every_answer_is_kept_as_it_came_and_none_holds_a_token(remote: Remote):
    pull()

    with records() as session:
        look = session.scalars(select(Pull)).one()
        pages = pulls.pages_of(session, look.id)
        snapshots = session.scalars(select(VideoSnapshot.pull_id)).all()
    assert set(snapshots) == {look.id}
    assert pages[0].path == VIDEO_LIST
    assert "第2只纸鸟".encode() in pages[0].content
    assert not any(b"act." in page.content or "act." in page.asked for page in pages)


def test_a_look_that_failed_is_on_record_with_the_answers_it_failed_on(remote: Remote):
    remote.take_away(FANS)

    with pytest.raises(CapabilityGone):
        pull()

    with records() as session:
        look = session.scalars(select(Pull)).one()
        last = pulls.pages_of(session, look.id)[-1]
    assert look.trouble is not None
    assert "28001056" in look.trouble
    assert (last.path, b"28001056" in last.content) == (FANS, True)


def test_an_hourly_look_asks_for_young_works_alone_and_for_no_days(remote: Remote):
    pulled = pull(parts=HOURLY)

    assert (pulled.snapshots, pulled.days) == (0, 0)  # the crane's younger work is out for two days and an hour
    assert rows(WorkDaily, AccountDaily) == [0, 0]
    assert FANS not in remote.calls()


def test_an_hourly_look_stands_for_no_daily_one(remote: Remote):
    pull(parts=HOURLY)

    assert pull().snapshots == 2


def test_a_token_that_expires_in_the_middle_of_a_look_is_prolonged_and_the_page_asked_again(remote: Remote):
    remote.trouble(FANS, Trouble.REFUSED, code=28001008)

    assert pull().days == 15


def test_a_quota_that_is_used_up_is_asked_for_again_when_the_platforms_next_day_begins(remote: Remote):
    remote.trouble(VIDEO_LIST, Trouble.REFUSED, code=28003017)
    with pytest.raises(QuotaUsedUp):
        pull()
    asked = remote.calls()

    with pytest.raises(QuotaUsedUp, match="用完"):
        pull(since=a_new_run())

    assert remote.calls() == asked
    change_grants(details={"client_key": paper_agency.AGENCY.client_key})
    assert pull(since=a_new_run()).snapshots == 2


def test_an_account_on_another_platform_is_pulled_by_the_same_step(remote: Remote):
    with records() as session:
        paper_agency.found_thrushes(session)
        paper_agency.authorise(session, remote, paper_agency.THRUSHES)

    pulled = pull(paper_agency.THRUSHES)

    assert (pulled.snapshots, pulled.new_works, pulled.days) == (1, 1, 1)
    with records() as session:
        assert session.scalars(select(AccountDaily.followers_total)).one() is not None


def test_accounts_of_every_platform_with_an_interface_are_pulled_and_no_others(remote: Remote):
    with records() as session:
        paper_agency.found_thrushes(session)
        project = session.scalars(select(Account.project_id)).first()
        session.add(Account(code="XHS", project_id=project, platform=Platform.XIAOHONGSHU, name="红", handle="xhs"))

    assert accounts_to_pull([]) == [CRANES, HERONS, paper_agency.THRUSHES]
