"""What came of every obligation so far: read and written thousands at a time (C3, C4, domain.md 2.10).

Only the sweep writes here. Its rows are what software found, so no audit trail is left (``agency.records.bulk``).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from agency.domain.obligations import STILL_TOLD, Key
from agency.domain.terms.governance import RuleSeverity, RuleState
from agency.records import bulk
from agency.records.tables import RuleCheck

UNSETTLED = (RuleState.PENDING, RuleState.BREACHED)
KNOWN = STILL_TOLD + timedelta(days=15)  # longer than any source tells of it
AT_ONCE = 5_000
COLUMNS = (
    "id",
    "rule",
    "subject_kind",
    "subject_id",
    "slot",
    "severity",
    "due_at",
    "state",
    "measured",
    "evidence",
    "what",
    "owners",
    "project_id",
    "done_at",
)
BOOKKEEPING = ("created_at", "updated_at", "rev")


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One row as the sweep sees it; ``created_at`` and ``rev`` are its bookkeeping."""

    id: str
    rule: str
    subject_kind: str
    subject_id: str
    slot: str
    severity: RuleSeverity
    due_at: datetime | None
    state: RuleState
    measured: str | None
    evidence: str | None
    what: str
    owners: list[str]
    project_id: str | None
    done_at: datetime | None

    @property
    def key(self) -> Key:
        """The obligation it tells of."""
        return (self.rule, self.subject_kind, self.subject_id, self.slot)


@dataclass(frozen=True, slots=True)
class OpenCheck:
    """What is open on record, as far as the sources ask."""

    rule: str
    subject_kind: str
    subject_id: str
    slot: str
    due_at: datetime | None
    what: str
    owners: list[str]
    project_id: str | None


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A row with what only a change of it needs."""

    check: Check
    created_at: datetime
    rev: int


def unsettled(session: Session, at: datetime, rules: Collection[str] | None) -> dict[Key, OnRecord]:
    """Return the checks of some rules that are open, or were settled lately: what a source may still speak of."""
    lately = RuleCheck.updated_at >= at - KNOWN
    query = asked().where(or_(RuleCheck.state.in_(UNSETTLED), lately))
    return found(session, query if rules is None else query.where(RuleCheck.rule.in_(rules)))


def of_subjects(session: Session, subject_ids: Collection[str]) -> dict[Key, OnRecord]:
    """Return every check of some subjects, however long it is settled."""
    ids = sorted(set(subject_ids))
    known: dict[Key, OnRecord] = {}
    for start in range(0, len(ids), AT_ONCE):
        known |= found(session, asked().where(RuleCheck.subject_id.in_(ids[start : start + AT_ONCE])))
    return known


def open_of(session: Session, rules: Collection[str]) -> list[OpenCheck]:
    """Return the open checks of some rules: what a source has spoken of and may have been done since."""
    columns = (RuleCheck.__table__.columns[name] for name in OpenCheck.__dataclass_fields__)
    query = select(*columns).where(RuleCheck.state.in_(UNSETTLED), RuleCheck.rule.in_(rules))
    return [OpenCheck(*row) for row in session.connection().execute(query)]


def asked() -> Select[tuple[object, ...]]:
    """Return the query for the rows as they are, past the session's own bookkeeping."""
    return select(*(RuleCheck.__table__.columns[name] for name in (*COLUMNS, *BOOKKEEPING)))


def found(session: Session, query: Select[tuple[object, ...]]) -> dict[Key, OnRecord]:
    """Return the rows of a question by what they tell of."""
    return {one.check.key: one for one in rows_of(session, query)}


def rows_of(session: Session, query: Select[tuple[object, ...]]) -> Iterator[OnRecord]:
    """Yield the rows of a question."""
    for row in session.connection().execute(query):
        *told, created_at, _updated_at, rev = row
        yield OnRecord(Check(**dict(zip(COLUMNS, told, strict=True))), created_at, rev)


def add(session: Session, checks: Sequence[Check], at: datetime) -> None:
    """Put the checks of new obligations on record."""
    bulk.add_missing(session, RuleCheck, (*COLUMNS, *BOOKKEEPING), [(*values(one), at, at, 1) for one in checks])


def change(session: Session, changed: Sequence[tuple[OnRecord, Check]], at: datetime) -> None:
    """Write what became of known ones, each in its place."""
    rows = [(*values(check), was.created_at, at, was.rev + 1) for was, check in changed]
    bulk.put(session, RuleCheck, (*COLUMNS, *BOOKKEEPING), rows)


def values(check: Check) -> tuple[object, ...]:
    """Return a check in the order of its columns."""
    return tuple(getattr(check, name) for name in COLUMNS)
