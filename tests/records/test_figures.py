"""Figures come into the records once, whatever is done twice, and come out as histories and days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkDay, WorkFigures
from agency.domain.matching import title_key
from agency.domain.terms.figures import Source, Visibility
from agency.domain.terms.performance import MatchOutcome
from agency.domain.terms.publishing import PublicationStatus
from agency.records import figures, found_works, histories
from agency.records.engine import records
from agency.records.figures import Observation
from agency.records.tables import Account, AccountDaily, ContentItem, Publication, VideoSnapshot, WorkDaily
from tests import small_agency

OUT = datetime(2026, 11, 3, 4, 30, 7, tzinfo=UTC)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
CRANE = WorkFigures(
    title="三分钟折一只纸鹤 #虚构", published_at=OUT, item_id="@crane/1==", video_id="7400000000000000001", plays=900
)
BY_API, BY_EXPORT = Source.API, Source.EXPORT


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with records(engine) as session:
        small_agency.found(session)
        session.flush()
        yield session


@pytest.fixture
def account(session: Session) -> Account:
    return session.scalars(select(Account)).one()


@pytest.fixture
def crane(session: Session, account: Account) -> Publication:
    return found_works.write_found(session, account.id, CRANE)


def seen(at: datetime = NOON, source: Source = BY_API) -> Observation:
    return Observation(observed_at=at, source=source)


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def published_by_hand(session: Session, account: Account, **details: object) -> Publication:
    item = session.scalars(select(ContentItem)).one()
    values = {"title": "三分钟折一只纸鹤", "published_at": OUT, "status": PublicationStatus.LIVE, "proof": "截图.png"}
    work = Publication(content_id=item.id, account_id=account.id, **values | details)
    session.add(work)
    session.flush()
    return work


def test_a_work_that_is_found_is_put_on_record_with_the_key_it_is_known_again_by(crane: Publication):
    assert (crane.platform_item_id, crane.video_id) == ("@crane/1==", "7400000000000000001")
    assert crane.matching_key == title_key(CRANE.title)
    assert crane.content_id is None


def test_a_work_found_once_is_matched_by_its_id_ever_after(session: Session, account: Account, crane: Publication):
    renamed = replace(CRANE, title="换了名字")

    (match,) = found_works.match_works(session, account.id, [renamed])

    assert (match.outcome, match.work_id) == (MatchOutcome.MATCHED, crane.id)


def test_a_work_published_by_hand_is_known_by_the_video_its_link_leads_to(session: Session, account: Account):
    link = "https://www.douyin.com/video/7400000000000000001?from=share"
    ours = published_by_hand(session, account, title="另一个标题", link=link, published_at=OUT + timedelta(hours=9))

    (match,) = found_works.match_works(session, account.id, [CRANE])

    assert match.work_id == ours.id


def test_a_link_that_only_contains_the_digits_is_not_taken_for_the_work(session: Session, account: Account):
    published_by_hand(
        session,
        account,
        title="别的作品",
        link="https://www.douyin.com/video/74000000000000000019",
        published_at=OUT + timedelta(days=9),
    )

    (match,) = found_works.match_works(session, account.id, [CRANE])

    assert match.outcome is MatchOutcome.NEW


def test_a_work_published_by_hand_is_known_by_its_moment_and_title(session: Session, account: Account):
    ours = published_by_hand(session, account)

    (match,) = found_works.match_works(session, account.id, [CRANE])

    assert match.work_id == ours.id


def test_what_could_be_two_works_is_matched_to_neither(session: Session, account: Account):
    published_by_hand(session, account)
    found_works.write_found(session, account.id, replace(CRANE, item_id=None, video_id=None))

    (match,) = found_works.match_works(session, account.id, [replace(CRANE, item_id=None)])

    assert (match.outcome, match.work_id) == (MatchOutcome.AMBIGUOUS, None)
    assert len(match.candidates) == 2


def test_the_platform_never_says_of_a_work_of_ours_that_it_is_live_but_of_a_found_one_that_it_is_gone(
    session: Session, account: Account, crane: Publication
):
    ours = published_by_hand(session, account, status=PublicationStatus.SUBMITTED)
    for work in (ours, crane):
        found_works.complete(work, replace(CRANE, visibility=Visibility.DELETED, item_id=None))

    assert ours.status is PublicationStatus.SUBMITTED
    assert crane.status is PublicationStatus.TAKEN_DOWN


def test_a_work_that_was_hidden_and_is_public_again_is_live_again(crane: Publication):
    found_works.complete(crane, replace(CRANE, visibility=Visibility.NOT_SUITABLE))
    assert crane.status is PublicationStatus.RESTRICTED

    found_works.complete(crane, replace(CRANE, visibility=Visibility.PUBLIC))

    assert crane.status is PublicationStatus.LIVE


def test_a_snapshot_of_one_moment_and_source_is_kept_once(session: Session, crane: Publication):
    assert figures.keep_snapshots(session, [(crane.id, CRANE)], seen())
    assert not figures.keep_snapshots(session, [(crane.id, replace(CRANE, plays=1))], seen())
    assert figures.keep_snapshots(session, [(crane.id, CRANE)], seen(source=BY_EXPORT))

    assert count(session, VideoSnapshot) == 2


def test_a_snapshot_tells_the_age_of_its_work_and_keeps_what_was_not_told_as_nothing(
    session: Session, crane: Publication
):
    figures.keep_snapshots(session, [(crane.id, CRANE)], seen(OUT + timedelta(hours=36)))

    shot = session.scalars(select(VideoSnapshot)).one()
    assert (shot.age_hours, shot.plays, shot.likes, shot.completion) == (36.0, 900, None, None)


def test_days_of_a_work_are_written_over_as_the_platform_corrects_them(session: Session, crane: Publication):
    for plays in (97, 100):
        figures.keep_work_days(
            session,
            {"@crane/1==": crane.id},
            [WorkDay(item_id="@crane/1==", day=date(2026, 11, 5), plays=plays)],
            seen(),
        )

    assert [day.plays for day in session.scalars(select(WorkDaily))] == [100]


def test_a_day_of_an_account_told_again_changes_nothing_and_a_corrected_one_is_the_next_revision(
    session: Session, account: Account
):
    first = AccountDay(day=date(2026, 11, 5), plays_new=97, new_fans=-3)
    corrected = replace(first, plays_new=100)

    written = [figures.keep_account_days(session, account.id, [day], seen()) for day in (first, first, corrected)]

    assert written == [1, 0, 1]
    revisions = session.scalars(select(AccountDaily).order_by(AccountDaily.revision)).all()
    assert [(day.revision, day.plays_new, day.new_fans) for day in revisions] == [(1, 97, -3), (2, 100, -3)]


def test_an_export_of_one_metric_erases_no_other(session: Session, account: Account):
    day = date(2026, 11, 5)
    figures.keep_account_days(session, account.id, [AccountDay(day=day, plays_new=100)], seen(source=BY_EXPORT))
    figures.keep_account_days(session, account.id, [AccountDay(day=day, new_fans=0)], seen(source=BY_EXPORT))

    assert histories.days_of(session, account.id, day, day) == [AccountDay(day=day, plays_new=100, new_fans=0)]
