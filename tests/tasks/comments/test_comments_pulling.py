"""Comments come over real HTTP from the platforms that tell them, once, and never at the figures' cost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from agency.domain.terms.engagement import Sentiment
from agency.domain.terms.figures import Platform
from agency.records.grants import GONE
from agency.records.tables import Account, CallsOfDay, Comment, NegativeCase, Publication, PulledPage
from agency.sandbox.description import SandboxComment
from agency.sandbox.faults import Trouble
from agency.sandbox.remote import Remote
from config.settings import settings
from tasks.comments.pulling import PulledComments, accounts_with_comments, pull_comments_of
from tasks.metrics import pulling
from tasks.metrics.pacing import zone_of
from tasks.metrics.pulling import Wish
from tasks.opening import records
from tests import paper_agency
from tests.paper_agency import CRANES, HERONS, NOW, grant_of

COMMENTS = "/item/comment/list/"


def told(number: int, content: str, hours_ago: float, **more: object) -> SandboxComment:
    return SandboxComment(
        comment_id=f"7400000000000009{number:02}",
        content=content,
        said_at=NOW - timedelta(hours=hours_ago),
        **more,  # type: ignore[arg-type]
    )


SAID = (
    told(1, "折得真棒", 40, likes=9, pinned=True, nickname="路人甲"),
    told(2, "难看", 5, nickname="路人乙"),
    told(3, "是怎么折的?", 2),
)


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    agency = paper_agency.AGENCY
    talked = replace(agency.accounts[0].works[0], said=SAID)
    cranes = replace(agency.accounts[0], works=(talked, *agency.accounts[0].works[1:]))
    monkeypatch.setattr(paper_agency, "AGENCY", replace(agency, accounts=(cranes, *agency.accounts[1:])))
    with paper_agency.at_work(monkeypatch, CRANES, HERONS) as remote:
        pulling.pull(CRANES, Wish(since=NOW - timedelta(minutes=5)))
        yield remote


def pull(code: str = CRANES, at: datetime = NOW) -> PulledComments:
    return pull_comments_of(code, at)


def on_record() -> list[tuple[str, Sentiment]]:
    with records() as session:
        rows = session.execute(select(Comment.words, Comment.sentiment).order_by(Comment.posted_at))
        return [(words, tone) for words, tone in rows]


def test_what_was_said_beneath_a_young_work_is_on_record_with_its_tone_and_without_a_name(remote: Remote):
    pulled = pull()

    assert (pulled.works, pulled.new, pulled.negative, pulled.trouble) == (1, 3, 1, "")
    assert on_record() == [
        ("折得真棒", Sentiment.POSITIVE),
        ("难看", Sentiment.NEGATIVE),
        ("是怎么折的?", Sentiment.NEUTRAL),
    ]
    with records() as session:
        row = session.scalars(select(Comment).where(Comment.words == "难看")).one()
        assert session.scalars(select(NegativeCase.what)).one() == "难看"
        pages = session.scalars(select(PulledPage.path)).all()
    assert len(row.author_hash) == 32
    assert "user-of" not in row.author_hash
    assert not any("comment" in path and "list" in path for path in pages)


def test_a_second_round_in_the_hour_asks_for_nothing_and_the_next_hour_reads_only_what_is_new(remote: Remote):
    pull()
    asked = remote.calls()[COMMENTS]

    assert pull(at=NOW + timedelta(minutes=20)).works == 0
    assert remote.calls()[COMMENTS] == asked
    again = pull(at=NOW + timedelta(hours=1))

    assert (again.works, again.new) == (1, 0)
    assert len(on_record()) == 3


def test_a_work_older_than_a_week_is_read_once_a_day_and_one_older_than_a_month_never(remote: Remote):
    def published(days: int) -> None:
        with records() as session:
            for work in session.scalars(select(Publication)):
                work.published_at = NOW - timedelta(days=days)

    published(8)
    assert pull().works == 2
    assert pull(at=NOW + timedelta(hours=2)).works == 0
    assert pull(at=NOW + timedelta(hours=23)).works == 2
    published(40)
    assert pull(at=NOW + timedelta(days=3)).works == 0


def test_a_capability_that_is_gone_is_told_and_remembered_and_the_figures_still_come(remote: Remote):
    remote.take_away(COMMENTS)

    gone = pull()
    asked = remote.calls()[COMMENTS]
    later = pull(at=NOW + timedelta(hours=2))

    assert gone.trouble
    assert "enter-comments" in later.trouble
    assert remote.calls()[COMMENTS] == asked
    assert GONE not in grant_of().details
    assert pulling.pull(CRANES, Wish(since=datetime.now(NOW.tzinfo))).snapshots == 2


def test_a_platform_in_trouble_fails_no_round_and_what_was_missed_comes_with_the_next(remote: Remote):
    remote.trouble(COMMENTS, Trouble.REFUSED, code="2100005")

    missed = pull()
    again = pull(at=NOW + timedelta(minutes=5))

    assert missed.trouble
    assert (missed.new, again.new, again.trouble) == (0, 3, "")


def test_a_platform_without_comments_is_named_and_not_asked(remote: Remote):
    with records() as session:
        paper_agency.found_thrushes(session)

    assert "粘贴" in pull(paper_agency.THRUSHES).trouble
    with records() as session:
        assert accounts_with_comments(session) == [CRANES, HERONS]
        assert accounts_with_comments(session, [paper_agency.THRUSHES]) == [paper_agency.THRUSHES]


def test_when_half_of_the_days_calls_are_made_the_rest_is_left_to_the_figures(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
):
    limited = settings().platforms.model_copy(
        update={"douyin": settings().platforms.douyin.model_copy(update={"calls_per_day": 100})}
    )
    paper_agency.set_out(monkeypatch, limited)
    with records() as session:
        day = NOW.astimezone(zone_of(Platform.DOUYIN)).date()
        session.add(CallsOfDay(platform=Platform.DOUYIN, day=day, calls=50))
    asked = remote.calls().get(COMMENTS, 0)

    assert "留给数据" in pull().trouble
    assert remote.calls().get(COMMENTS, 0) == asked


def test_an_edited_comment_stays_as_it_was_seen_first(remote: Remote):
    pull()
    with records() as session:
        session.scalars(select(Comment).where(Comment.words == "难看")).one().likes = 3

    pull(at=NOW + timedelta(hours=2))

    with records() as session:
        assert session.scalars(select(Comment.likes).where(Comment.words == "难看")).one() == 3
        assert session.scalars(select(Account.code).where(Account.code == CRANES)).one() == CRANES
