"""What platforms tell: figures of works and accounts, their origin, and what they are measured against (S12, I9).

``None`` means not told and is never 0. Rates are 0-1, watch time is in seconds. Counters of a work are cumulative and
may fall. A snapshot and a day of an account are never changed: what a platform corrects later is a further row.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.figures import BenchmarkScope, Metric, Platform, Source, Visibility
from agency.records.tables.base import Base, Count, Identified, Kept, PersonId
from agency.records.tables.columns import code_column
from agency.records.tables.truths import at_least, rates


class ImportBatch(Kept, Base):
    """One file that a person brought in; the same file (``sha256``) is read once."""

    __tablename__ = "import_batches"
    __table_args__ = (*at_least(0, "rows_ok", "rows_failed", "rows_unmatched"),)

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    file_name: Mapped[str]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    platform: Mapped[Platform] = code_column(Platform)
    layout: Mapped[str]
    sheet: Mapped[str | None]
    mapping: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rows_ok: Mapped[int] = mapped_column(default=0)
    rows_failed: Mapped[int] = mapped_column(default=0)
    rows_unmatched: Mapped[int] = mapped_column(default=0)
    findings: Mapped[list[str]] = mapped_column(default=list)
    imported_by_id: Mapped[PersonId | None]


class PulledPage(Identified, Base):
    """One answer of a platform as it came, gzipped, so that a figure can be traced to the words it was read from."""

    __tablename__ = "pulled_pages"
    __table_args__ = (Index(None, "account_id", "pulled_at"),)

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    pulled_at: Mapped[datetime]
    endpoint: Mapped[str]
    query: Mapped[dict[str, Any]] = mapped_column(default=dict)
    status: Mapped[int]
    answer_gzip: Mapped[bytes] = mapped_column(LargeBinary())
    flow_run_id: Mapped[str | None]


class VideoSnapshot(Identified, Base):
    """What one source told of one work at one moment. Append-only."""

    __tablename__ = "video_snapshots"
    __table_args__ = (
        UniqueConstraint("publication_id", "observed_at", "source"),
        *at_least(0, "plays", "likes", "comments", "shares", "saves", "profile_visits", "avg_watch_s"),
        *rates("completion", "completion_5s", "bounce_2s", "cover_ctr"),
    )

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    observed_at: Mapped[datetime]
    source: Mapped[Source] = code_column(Source)
    age_hours: Mapped[float | None]
    visibility: Mapped[Visibility | None] = code_column(Visibility, nullable=True)
    plays: Mapped[Count | None]
    likes: Mapped[Count | None]
    comments: Mapped[Count | None]
    shares: Mapped[Count | None]
    saves: Mapped[Count | None]
    profile_visits: Mapped[Count | None]
    follower_gain: Mapped[Count | None]
    completion: Mapped[float | None]
    completion_5s: Mapped[float | None]
    bounce_2s: Mapped[float | None]
    cover_ctr: Mapped[float | None]
    avg_watch_s: Mapped[float | None]
    import_batch_id: Mapped[str | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    pulled_page_id: Mapped[str | None] = mapped_column(ForeignKey("pulled_pages.id"))


class WorkDaily(Identified, Base):
    """One work on one day of its platform, ready the day after, corrected for some days: read again, written over.

    ``observed_at`` is when it was last read.
    """

    __tablename__ = "work_days"
    __table_args__ = (
        UniqueConstraint("publication_id", "day", "source"),
        *at_least(0, "plays", "likes", "comments", "shares"),
    )

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"))
    day: Mapped[date]
    source: Mapped[Source] = code_column(Source)
    observed_at: Mapped[datetime]
    plays: Mapped[Count | None]
    likes: Mapped[Count | None]
    comments: Mapped[Count | None]
    shares: Mapped[Count | None]


class AccountDaily(Identified, Base):
    """What one source told of one account for one day; net ``new_fans`` may be negative. Append-only.

    A later correction is a row with the next ``revision``; the highest one counts.
    """

    __tablename__ = "account_dailies"
    __table_args__ = (
        UniqueConstraint("account_id", "day", "source", "revision"),
        *at_least(0, "followers_total", "lost_fans", "profile_visits", "works_published", "works_total"),
        *at_least(1, "revision"),
    )

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    day: Mapped[date]
    source: Mapped[Source] = code_column(Source)
    revision: Mapped[int] = mapped_column(default=1)
    followers_total: Mapped[Count | None]
    new_fans: Mapped[Count | None]
    lost_fans: Mapped[Count | None]
    plays_new: Mapped[Count | None]
    likes_new: Mapped[Count | None]
    comments_new: Mapped[Count | None]
    shares_new: Mapped[Count | None]
    saves_new: Mapped[Count | None]
    profile_visits: Mapped[Count | None]
    works_published: Mapped[Count | None]
    works_total: Mapped[Count | None]
    import_batch_id: Mapped[str | None] = mapped_column(ForeignKey("import_batches.id"), index=True)
    pulled_page_id: Mapped[str | None] = mapped_column(ForeignKey("pulled_pages.id"))


class Benchmark(Kept, Base):
    """A figure to be measured against, with the one who says so and since when; none is official (domain.md 5.4)."""

    __tablename__ = "benchmarks"
    __table_args__ = (UniqueConstraint("metric", "scope", "subject", "origin", "as_of"),)

    metric: Mapped[Metric] = code_column(Metric)
    scope: Mapped[BenchmarkScope] = code_column(BenchmarkScope)
    subject: Mapped[str]
    value: Mapped[float]
    origin: Mapped[str]
    as_of: Mapped[date]
