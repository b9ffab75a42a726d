"""What platforms tell: figures of works and accounts, their origin, and what they are measured against (S12, I9).

``None`` means not told and is never 0. Rates are 0-1, watch time is in seconds. Counters of a work are cumulative and
may fall. A snapshot and a day of an account are never changed: what a platform corrects later is a further row.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from agency.domain.terms.figures import BenchmarkScope, Metric, PullPart, Source, Visibility
from agency.records.tables.base import Base, Count, Identified, Kept
from agency.records.tables.columns import code_column, codes_column
from agency.records.tables.truths import at_least, rates


class Pull(Identified, Base):
    """One look at an account through its platform's API, and what came of it; one that failed has its ``trouble``.

    All that a look brought was seen at one moment, ``observed_at``. ``parts`` says what was asked for, ``span`` how many
    days back. A look that was only read again from its kept answers names the first one as ``replay_of_id``.
    """

    __tablename__ = "pulls"
    __table_args__ = (
        Index(None, "account_id", "observed_at"),
        *at_least(0, "span", "works_seen", "works_new", "days_written"),
    )

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    observed_at: Mapped[datetime]
    parts: Mapped[list[PullPart]] = codes_column(PullPart)
    span: Mapped[int] = mapped_column(default=0)
    works_seen: Mapped[int] = mapped_column(default=0)
    works_new: Mapped[int] = mapped_column(default=0)
    days_written: Mapped[int] = mapped_column(default=0)
    undecided: Mapped[list[str]] = mapped_column(default=list)
    trouble: Mapped[str | None]
    replay_of_id: Mapped[str | None] = mapped_column(ForeignKey("pulls.id"))
    flow_run_id: Mapped[str | None]


class PulledPage(Base):
    """One answer as it came, compressed (zlib), so that a figure can be traced to the words it was read from.

    ``asked`` is what was asked at ``path``, without any token. Kept for ``raw_answers_days`` of the policy.
    """

    __tablename__ = "pulled_pages"

    pull_id: Mapped[str] = mapped_column(ForeignKey("pulls.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]
    asked: Mapped[str]
    status: Mapped[int]
    content_zlib: Mapped[bytes] = mapped_column(LargeBinary())


class VideoSnapshot(Base):
    """What one source told of one work at one moment. Append-only.

    A mistake of ours that is read again from the kept answers is a row with the next ``revision``; the highest counts.
    The rows of a work lie together in the order of their key, which is how they are read.
    """

    __tablename__ = "video_snapshots"
    __table_args__ = (
        *at_least(1, "revision"),
        *at_least(0, "plays", "likes", "comments", "shares", "saves", "profile_visits", "avg_watch_s"),
        *at_least(0, "danmaku", "coins", "impressions"),
        *rates("completion", "completion_5s", "bounce_2s", "cover_ctr"),
        {"sqlite_with_rowid": False},
    )

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    source: Mapped[Source] = code_column(Source, primary_key=True)
    observed_at: Mapped[datetime] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, default=1)
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
    danmaku: Mapped[Count | None]
    coins: Mapped[Count | None]
    impressions: Mapped[Count | None]
    import_batch_id: Mapped[str | None] = mapped_column(ForeignKey("import_batches.id"))
    pull_id: Mapped[str | None] = mapped_column(ForeignKey("pulls.id"))


class WorkDaily(Base):
    """One work on one day of its platform, ready the day after, corrected for some days: read again, written over.

    ``observed_at`` is when it was last read. A day may be negative: what was liked is withdrawn.
    """

    __tablename__ = "work_days"

    publication_id: Mapped[str] = mapped_column(ForeignKey("publications.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[Source] = code_column(Source, primary_key=True)
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
    import_batch_id: Mapped[str | None] = mapped_column(ForeignKey("import_batches.id"))
    pull_id: Mapped[str | None] = mapped_column(ForeignKey("pulls.id"))


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
