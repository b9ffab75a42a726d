"""Which looks at an account's works answer what is asked of them: each found by a step into the index of snapshots.

A history is never walked, so the cost is that of the answer and not of the years on record: the key of a snapshot
should begin with its work and its source, then a source that never told anything costs one step.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    column,
    func,
    literal,
    or_,
    select,
    true,
    union,
    values,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, join
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine

from agency.domain.anomalies import CUMULATIVE
from agency.domain.terms.figures import Source
from agency.domain.windows import Window
from agency.records.tables import Publication, VideoSnapshot
from agency.records.tables.base import UtcDateTime

Moments = Select[tuple[str, Source, datetime]]
Accounts = Sequence[str]
"""The ids of one account or of a few: a question costs the building of its words once, however many it is asked of."""

MAY_FALL = tuple(counter.value for counter in CUMULATIVE)


class HoursLater(FunctionElement[datetime]):
    """A moment on record, a whole number of hours later."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(HoursLater, "postgresql")
def _hours_later_on_postgresql(element: HoursLater, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401 - its own options
    moment, hours = (compiler.process(clause, **more) for clause in element.clauses)
    return f"({moment} + make_interval(hours => {hours}))"


@compiles(HoursLater, "sqlite")
def _hours_later_on_sqlite(element: HoursLater, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401 - its own options
    """Count on the text that SQLite keeps for a moment; its fraction of a second stays as it is."""
    moment, hours = (compiler.process(clause, **more) for clause in element.clauses)
    return f"(strftime('%Y-%m-%d %H:%M:%S', substr({moment}, 1, 19), ({hours}) || ' hours') || substr({moment}, 20))"


def sources_of(session: Session, account_ids: Accounts) -> list[Source]:
    """Return the sources that ever told anything of some accounts' works."""
    sources = listed([(source,) for source in Source], source=VideoSnapshot.source.type)
    first = select(func.min(VideoSnapshot.observed_at)).where(
        VideoSnapshot.publication_id == Publication.id, VideoSnapshot.source == sources.c.source
    )
    has_told = first.correlate(Publication, sources).scalar_subquery().is_not(None)
    works = select(Publication.id).where(Publication.account_id.in_(account_ids), has_told).correlate(sources)
    return list(session.scalars(select(sources.c.source).where(works.exists())))


def before_edges(account_ids: Accounts, source: Source, edges: Sequence[datetime]) -> Moments:
    """Return a source's last look at each work before each of some moments."""
    wanted = listed([(edge,) for edge in edges], edge=UtcDateTime())
    return (
        select(Publication.id, told_by(source), last_before(wanted.c.edge, source))
        .join(wanted, true())
        .where(Publication.account_id.in_(account_ids))
    )


def where_counters_fell(account_ids: Accounts, source: Source, window: Window, until: datetime) -> Moments:
    """Return a source's looks in a window at the works of which it saw a counter fall since its last look before."""
    falling = falling_in(account_ids, source, window)
    inside = (VideoSnapshot.observed_at >= window.begins, VideoSnapshot.observed_at < min(window.ends, until))
    return (
        select(VideoSnapshot.publication_id, told_by(source), VideoSnapshot.observed_at)
        .join(falling, VideoSnapshot.publication_id == falling.c.publication_id)
        .where(VideoSnapshot.source == source, *inside)
    )


def falling_in(account_ids: Accounts, source: Source, window: Window) -> Subquery:
    """Return the works of which a counter stood below its own highest, in or just before a window: no other work fell."""
    looks = looks_since_before(account_ids, source, window)
    by_moment = (looks.c.observed_at, looks.c.revision)
    is_below = [
        (
            looks.c[name]
            < func.max(looks.c[name]).over(partition_by=looks.c.publication_id, order_by=by_moment, rows=(None, 0))
        ).label(name)
        for name in MAY_FALL
    ]
    compared = select(looks.c.publication_id, *is_below).subquery()
    return select(compared.c.publication_id).where(or_(*(compared.c[name] for name in MAY_FALL))).distinct().subquery()


def looks_since_before(account_ids: Accounts, source: Source, window: Window) -> Subquery:
    """Return the counters a source saw of each work in a window, and at its last look before it."""
    columns = (
        VideoSnapshot.publication_id,
        VideoSnapshot.observed_at,
        VideoSnapshot.revision,
        *(getattr(VideoSnapshot, name) for name in MAY_FALL),
    )
    inside = (
        select(*columns)
        .join(Publication, Publication.id == VideoSnapshot.publication_id)
        .where(Publication.account_id.in_(account_ids), VideoSnapshot.source == source)
        .where(VideoSnapshot.observed_at >= window.begins, VideoSnapshot.observed_at < window.ends)
    )
    last = select(Publication.id, last_before(window.begins, source)).where(Publication.account_id.in_(account_ids))
    work_id, observed_at = last.subquery().c
    is_last = and_(VideoSnapshot.publication_id == work_id, VideoSnapshot.observed_at == observed_at)
    just_before = select(*columns).join(work_id.table, is_last).where(VideoSnapshot.source == source)
    return inside.union_all(just_before).subquery()


def plays_between(
    session: Session, account_ids: Accounts, source: Source, hours: Sequence[tuple[int, int]], until: datetime
) -> Select[Any]:
    """Return of the looks of a source at ages within spans of hours: the work, the moment, the revision, and the plays."""
    spans = listed(hours, first=Integer(), last=Integer())
    out, look = Publication.published_at, VideoSnapshot
    looked = stepping(
        session,
        join(Publication, spans, true()),
        look.publication_id == Publication.id,
        look.source == source,
        look.observed_at >= HoursLater(out, spans.c.first),
        look.observed_at <= HoursLater(out, spans.c.last),
        look.observed_at < until,
        told=(look.publication_id, look.observed_at, look.revision, look.plays),
    )
    return looked.where(Publication.account_id.in_(account_ids), out.is_not(None))


def at_moments(session: Session, moments: Sequence[Moments], told: Sequence[InstrumentedAttribute[Any]]) -> Select[Any]:
    """Return the looks of some moments: the work, the moment, the revision, the source, and what is asked of them."""
    wanted = union(*moments).subquery()
    work_id, source, observed_at = wanted.c
    look = VideoSnapshot
    return stepping(
        session,
        wanted,
        look.publication_id == work_id,
        look.source == source,
        look.observed_at == observed_at,
        told=(look.publication_id, look.observed_at, look.revision, look.source, *told),
    )


def stepping(
    session: Session, wanted: FromClause, *is_it: ColumnElement[bool], told: Sequence[InstrumentedAttribute[Any]]
) -> Select[Any]:
    """Return looks beside what tells which are wanted, found by a step into the index for each.

    PostgreSQL would rather read every snapshot there is, unless each step is a query that it can't take apart.
    """
    if session.get_bind().dialect.name == "sqlite":
        return select(*told).select_from(wanted.join(VideoSnapshot, and_(*is_it)))
    step = select(*told).where(*is_it).correlate_except(VideoSnapshot).offset(0).lateral()
    return select(*step.c).select_from(wanted.join(step, true()))


def last_before(moment: datetime | ColumnElement[datetime], source: Source) -> ScalarSelect[datetime]:
    """Return when a source looked last at the publication of the query around, before a moment; NULL for never."""
    earlier = aliased(VideoSnapshot)
    last = select(func.max(earlier.observed_at)).where(
        earlier.publication_id == Publication.id, earlier.source == source, earlier.observed_at < moment
    )
    return last.correlate_except(earlier).scalar_subquery()


def told_by(source: Source) -> ColumnElement[Source]:
    """Return a source as a column."""
    return literal(source, VideoSnapshot.source.type).label("source")


def listed(rows: Sequence[tuple[Any, ...]], **types: TypeEngine[Any]) -> CTE:
    """Return values as a table, its columns named and typed."""
    columns = [column(column_name, kind) for column_name, kind in types.items()]
    return values(*columns).data(rows).cte()
