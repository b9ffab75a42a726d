"""A look is read again from its kept answers: nothing is asked, what was read wrongly is a further revision."""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from agency.records.tables import AccountDaily, Pull, PulledPage, VideoSnapshot
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from tasks.metrics.pulling import Wish, pull
from tasks.metrics.replaying import Replayed, replay
from tasks.opening import records
from tests import paper_agency
from tests.paper_agency import CRANES

VIDEO_LIST = "/api/douyin/v1/video/video_list/"
FANS = "/data/external/user/fans/"
ALWAYS = (datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1))


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch, CRANES) as remote:
        yield remote


def look() -> None:
    pull(CRANES, Wish(since=datetime.now(UTC)))


def again(*, write: bool = True) -> list[Replayed]:
    return list(replay([CRANES], *ALWAYS, write=write))


def misread(path: str, said: bytes, written: bytes) -> None:
    """Let the kept answers say something else than what was written when they came, as after a mistake of ours."""
    with records() as session:
        for page in session.scalars(select(PulledPage).where(PulledPage.path == path)):
            told = zlib.decompress(page.content_zlib)
            assert written in told
            page.content_zlib = zlib.compress(told.replace(written, said))


def plays() -> list[tuple[int, int | None]]:
    with records() as session:
        query = select(VideoSnapshot.revision, VideoSnapshot.plays)
        return [tuple(row) for row in session.execute(query.order_by(VideoSnapshot.plays, VideoSnapshot.revision))]


def test_a_look_that_was_read_rightly_is_corrected_in_nothing_and_asks_nobody(remote: Remote):
    look()
    asked = remote.calls()

    (replayed,) = again()

    assert (replayed.works, replayed.days, replayed.trouble) == (0, 0, "")
    assert remote.calls() == asked
    assert plays() == [(1, 759), (1, 1_040)]


def test_what_was_read_wrongly_stands_beside_it_as_the_next_revision_and_only_once(remote: Remote):
    look()
    misread(VIDEO_LIST, said=b'"play_count":761', written=b'"play_count":759')

    assert [(each.works, each.days) for each in again()] == [(1, 0)]
    assert [(each.works, each.days) for each in again()] == [(0, 0)]

    assert plays() == [(1, 759), (2, 761), (1, 1_040)]
    with records() as session:
        first, second = session.scalars(select(Pull).order_by(Pull.created_at)).all()
    assert (second.replay_of_id, second.observed_at) == (first.id, first.observed_at)


def test_without_writing_a_correction_is_told_and_not_made(remote: Remote):
    look()
    misread(VIDEO_LIST, said=b'"play_count":761', written=b'"play_count":759')

    assert [each.works for each in again(write=False)] == [1]

    assert plays() == [(1, 759), (1, 1_040)]


def test_a_day_is_corrected_only_where_no_later_look_has_told_it_anew(remote: Remote):
    look()
    with records() as session:
        newest = session.scalars(select(AccountDaily).order_by(AccountDaily.day.desc())).first()
    assert newest is not None
    misread(FANS, said=b'"new_fans":7777', written=f'"new_fans":{newest.new_fans}'.encode())
    remote.forward(days=1)  # the day is corrected by the platform itself
    look()

    again()

    with records() as session:
        told = session.scalars(select(AccountDaily.new_fans).where(AccountDaily.day == newest.day)).all()
    assert 7777 not in told


def test_a_look_that_had_to_be_tried_again_is_read_as_it_was(remote: Remote):
    remote.trouble(VIDEO_LIST, Trouble.REFUSED, code=28001008)  # the token had expired, and was prolonged
    look()

    (replayed,) = again()

    assert (replayed.works, replayed.trouble) == (0, "")


def test_answers_whose_time_is_over_cannot_be_read_again_and_take_nothing_with_them(remote: Remote):
    look()
    with records() as session:
        for page in session.scalars(select(PulledPage)):
            session.delete(page)

    assert again() == []
    assert plays() == [(1, 759), (1, 1_040)]
