"""An invented agency whose rows hold what is hard to keep: every kind of column at its edges. All of it is made up."""

import zlib
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from agency.domain.binding import content_hash
from agency.domain.terms.figures import Source
from agency.domain.terms.gates import Channel, Identity, SubjectKind, Verdict
from agency.domain.terms.sharing import ShareKind
from agency.records import engine as engines
from agency.records.named import by_code
from agency.records.tables import (
    Account,
    ContentItem,
    Decision,
    GateRound,
    Person,
    Publication,
    Pull,
    PulledPage,
    TrendShare,
    VideoSnapshot,
    WorkDayOverride,
)
from tests.small_agency import found

TEN_YEARS = [date(2017, 1, 1) + timedelta(days=61 * number) for number in range(60)]
LAST_MICROSECOND = datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
ODD_TEXT = (
    "“引号”'单引号'\\反斜线\t制表\r\n换行, 逗号;emoji 👩‍🍳🫖 · \u202e 反写 · \\N · \\. · '; DROP TABLE people; --"
)
ODD_CONTENT = {
    "标题": ODD_TEXT,
    "one": 1,
    "one as a fraction": 1.0,
    "tenths": 0.1 + 0.2,
    "small": 5e-324,
    "larger than 64 bits": 2**70 + 1,
    "nothing": None,
    "empty": [{}, [], ""],
    "order": {"z": 1, "a": 2},
}
LARGEST = 2**63 - 1


def fill(url: str) -> None:
    """Put the agency on record."""
    engine = engines.open_records(url)
    with engines.records(engine) as session:
        found(session)
        session.flush()
        fill_gates(session)
        fill_figures(session)
        session.add_all(WorkDayOverride(day=day, is_workday=bool(day.day % 2), note="补班(虚构)") for day in TEN_YEARS)
        point_backwards(session)
    engine.dispose()


def fill_gates(session: Session) -> None:
    """A round with a decision."""
    item, lin, jia = (
        by_code(session, ContentItem, "BREEZE-001"),
        by_code(session, Person, "LIN"),
        by_code(session, Person, "JIA"),
    )
    session.add(round_ := new_round(item, lin, 1))
    session.flush()
    session.add(new_decision(round_, jia))


def new_round(item: ContentItem, by: Person, number: int) -> GateRound:
    """Return a round of the script's gate."""
    return GateRound(
        subject_kind=SubjectKind.CONTENT,
        subject_id=item.id,
        gate="S7",
        number=number,
        submitted_by=by.id,
        submitted=ODD_CONTENT,
        content=ODD_CONTENT,
        content_hash=content_hash(ODD_CONTENT),
        exhibit=ODD_TEXT,
        due_on=date(2026, 12, 8),
    )


def new_decision(round_: GateRound, person: Person) -> Decision:
    """Return a yes."""
    return Decision(
        round_id=round_.id,
        seat=1,
        step=0,
        person_id=person.id,
        role="client",
        verdict=Verdict.APPROVED,
        comment=ODD_TEXT,
        channel=Channel.FORM,
        identity=Identity.CLAIMED,
        decided_at=LAST_MICROSECOND,
    )


def fill_figures(session: Session) -> None:
    """A pull with its bytes, and snapshots at the edges of numbers."""
    account = by_code(session, Account, "BREEZE-DY")
    work = Publication(account_id=account.id, title="夏日新品 🫖", tags=["#虚构", "茶"], duration_ms=0)
    pull = Pull(account_id=account.id, observed_at=LAST_MICROSECOND)
    session.add_all([work, pull])
    session.flush()
    session.add(
        PulledPage(
            pull_id=pull.id, number=1, path="/v1", asked="{}", status=200, content_zlib=zlib.compress(bytes(range(256)))
        )
    )
    session.add_all(snapshot(work, number, plays) for number, plays in enumerate((0, None, LARGEST)))


def snapshot(work: Publication, number: int, plays: int | None) -> VideoSnapshot:
    """Return one look at a work."""
    return VideoSnapshot(
        publication_id=work.id,
        source=Source.API,
        observed_at=LAST_MICROSECOND - timedelta(days=number),
        age_hours=1 / 3,
        plays=plays,
        completion=number % 10 / 10,
    )


def point_backwards(session: Session) -> None:
    """Two shares, of which the one that sorts first repeats the one that sorts last."""
    lin = by_code(session, Person, "LIN")
    last = TrendShare(id="7" * 26, kind=ShareKind.STORY, author_id=lin.id, shared_at=LAST_MICROSECOND, what=ODD_TEXT)
    session.add(last)
    session.flush()
    session.add(
        TrendShare(
            id="0" * 26,
            kind=ShareKind.STORY,
            author_id=lin.id,
            shared_at=LAST_MICROSECOND,
            what="再说一次",
            repeats_id=last.id,
        )
    )
