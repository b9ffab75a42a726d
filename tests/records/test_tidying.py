"""What is kept for a time only goes when its time is over, a little at a time; what was decided stays for ever."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Engine, func, select

from agency.domain.terms.engagement import CaseKind, Sentiment, Severity
from agency.domain.terms.figures import Source
from agency.domain.terms.messages import DeliveryOutcome, MessageKind, Urgency
from agency.domain.terms.retention import Passing
from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.records.engine import reading, records
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    AuditEvent,
    CaseComment,
    Comment,
    DeliveryAttempt,
    NegativeCase,
    Notification,
    Person,
    Publication,
    Pull,
    PulledPage,
)
from agency.records.tables.base import Base
from agency.records.tidying import TIDIES
from tests.small_agency import found

TODAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
OLD, YOUNG = TODAY - timedelta(days=700), TODAY - timedelta(days=1)
OVER = TODAY - timedelta(days=365)


def tidy(engine: Engine, what: Passing, most: int = 500) -> int:
    with records(engine) as session:
        return TIDIES[what](session, OVER, most)


def told(engine: Engine, column: object) -> list[object]:
    with reading(engine) as session:
        return sorted(session.scalars(select(column)))  # type: ignore[call-overload]


def publication(engine: Engine) -> str:
    with records(engine) as session:
        found(session)
        work = Publication(account_id=by_code(session, Account, "BREEZE-DY").id, title="雨天的茶")
        session.add(work)
    return work.id


def comment(publication_id: str, words: str, at: datetime) -> Comment:
    judged = {"sentiment": Sentiment.NEGATIVE, "severity": Severity.MEDIUM}
    known = {"author_hash": "f" * 32, "source": Source.API, "fingerprint": sha256(words.encode()).hexdigest()}
    return Comment(publication_id=publication_id, words=words, posted_at=at, **judged, **known)


def test_old_comments_lose_their_words_and_keep_what_was_made_of_them(engine: Engine) -> None:
    work = publication(engine)
    with records(engine) as session:
        session.add_all([comment(work, "发货太慢,差评", OLD), comment(work, "好喝", YOUNG)])

    assert tidy(engine, Passing.COMMENT_WORDS) == 1
    assert tidy(engine, Passing.COMMENT_WORDS) == 0

    assert told(engine, Comment.words) == ["", "好喝"]
    assert set(told(engine, Comment.severity)) == {Severity.MEDIUM}


def test_an_old_comment_in_an_open_case_keeps_its_words_until_the_case_is_closed(engine: Engine) -> None:
    work = publication(engine)
    with records(engine) as session:
        said = comment(work, "喝完拉肚子(虚构)", OLD)
        owed = {"owner_id": by_code(session, Person, "WU").id, "found_at": OLD, "due_at": OLD}
        case = NegativeCase(
            kind=CaseKind.NEGATIVE_COMMENT, severity=Severity.GRAVE, what="食品安全", publication_id=work, **owed
        )
        session.add_all([said, case])
        session.flush()
        session.add(CaseComment(case_id=case.id, comment_id=said.id))

    assert tidy(engine, Passing.COMMENT_WORDS) == 0
    with records(engine) as session:
        session.get_one(NegativeCase, case.id).closed_at = YOUNG

    assert tidy(engine, Passing.COMMENT_WORDS) == 1


def test_a_batch_takes_so_many_and_the_next_takes_the_rest(engine: Engine) -> None:
    work = publication(engine)
    with records(engine) as session:
        session.add_all(comment(work, f"第{number}条", OLD) for number in range(5))

    assert [tidy(engine, Passing.COMMENT_WORDS, most=2) for _ in range(4)] == [2, 2, 1, 0]


def message(about: str, status: DeliveryStatus, person_id: str, at: datetime) -> Notification:
    kind = {"kind": MessageKind.NOTICE, "urgency": Urgency.IN_HOURS, "channel": ChatChannel.EMAIL}
    words = {"title": about, "body": "明天九点茶园集合"}
    return Notification(
        dedupe_key=about, about=about, status=status, person_id=person_id, created_at=at, **kind, **words
    )


def test_messages_that_are_done_with_lose_their_text_and_the_others_do_not(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
        lin = by_code(session, Person, "LIN").id
        session.add_all(message(f"old-{status}", status, lin, OLD) for status in DeliveryStatus)
        session.add(message("young", DeliveryStatus.SENT, lin, YOUNG))

    assert tidy(engine, Passing.MESSAGE_TEXTS) == 2

    with reading(engine) as session:
        left = set(session.scalars(select(Notification.title).where(Notification.body != "")))
    assert left == {"old-waiting", "old-sending", "old-unclear", "old-given_up", "young"}


@pytest.mark.parametrize(
    ("outcome", "goes"),
    [(DeliveryOutcome.SENT, 1), (DeliveryOutcome.REFUSED, 1), (DeliveryOutcome.UNCLEAR, 0), (None, 0)],
)
def test_a_call_whose_fate_is_open_stays(engine: Engine, outcome: DeliveryOutcome | None, goes: int) -> None:
    with records(engine) as session:
        session.add(DeliveryAttempt(channel=ChatChannel.EMAIL, notification_ids=[], started_at=OLD, outcome=outcome))

    assert tidy(engine, Passing.DELIVERY_CALLS) == goes


def test_raw_answers_go_and_the_look_itself_stays(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
        account = by_code(session, Account, "BREEZE-DY").id
        looks = [Pull(account_id=account, observed_at=at) for at in (OLD, YOUNG)]
        session.add_all(looks)
        session.flush()
        page = {"path": "/video/list/", "asked": "", "status": 200, "content_zlib": b""}
        session.add_all(PulledPage(pull_id=look.id, number=number, **page) for look in looks for number in (0, 1))

    assert tidy(engine, Passing.RAW_ANSWERS) == 1

    assert set(told(engine, PulledPage.pull_id)) == {looks[1].id}
    assert len(told(engine, Pull.id)) == 2


def test_nothing_that_was_thrown_away_is_kept_in_the_audit_trail(engine: Engine) -> None:
    work = publication(engine)
    secret = "我的电话写在这里了"
    with records(engine) as session:
        person = by_code(session, Person, "LIN")
        person.email, person.im_ids = "lin@example.invalid", {"feishu": "ou_invented"}
        session.add_all([comment(work, secret, OLD), message("old", DeliveryStatus.SENT, person.id, OLD)])
    for what in (Passing.COMMENT_WORDS, Passing.MESSAGE_TEXTS):
        tidy(engine, what)

    kept = str(rows_of(engine, [AuditEvent, Comment, Notification]))
    assert secret not in kept
    assert "茶园集合" not in kept
    assert "lin@example" not in kept
    assert "ou_invented" not in kept


def rows_of(engine: Engine, tables: Sequence[type[Base]]) -> list[object]:
    """Return all rows of some tables, as the database holds them."""
    with engine.connect() as connection:
        return [tuple(row) for table in tables for row in connection.execute(select(table.__table__))]


def test_the_trail_still_tells_that_a_persons_address_was_changed(engine: Engine) -> None:
    with records(engine) as session:
        found(session)
    with records(engine, actor="YUN") as session:
        by_code(session, Person, "LIN").email = "lin@example.invalid"

    with reading(engine) as session:
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(1)).one()
        assert (last.actor, last.before, last.after) == ("YUN", {"email": None}, {"email": "***"})
        assert session.scalar(select(func.count()).select_from(AuditEvent))
