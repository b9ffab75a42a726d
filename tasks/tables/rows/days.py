"""The rows of the daily table (日报表; I9, C4)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from agency.domain.calendar import Calendar, beijing_day
from agency.domain.figures import WorkFigures
from agency.domain.known import sum_known
from agency.domain.reporting import state_of
from agency.domain.terms import label
from agency.domain.terms.accounts import ASLEEP
from agency.domain.terms.engagement import Sentiment
from agency.domain.terms.figures import Source
from agency.domain.terms.sharing import ReportPeriod
from agency.domain.timers import report_due
from agency.domain.windows import Window
from agency.records.figures import OF_A_DAY
from agency.records.histories import TRUST
from agency.records.tabled import days as tabled
from agency.reports.sheet import Value
from agency.reports.tables import days
from agency.reports.tables.table import Filled
from config.settings import settings
from tasks.tables.rows.filling import in_order
from tasks.tables.rows.people import People

SHOWN = (
    "followers_total",
    "new_fans",
    "lost_fans",
    "plays_new",
    "likes_new",
    "comments_new",
    "shares_new",
    "saves_new",
)
TEXTS = ("actions", "problems", "next_plan")
OF_THE_BEST = ("completion", "completion_5s", "bounce_2s", "avg_watch_s")
BETWEEN = ", "

OneDay = tuple[str, date]
"""A day of an account."""


@dataclass(frozen=True)
class Told:
    """What was told of one day of an account, and by which sources, the most trusted last."""

    figures: Mapping[str, int | None]
    sources: tuple[Source, ...]


def told_days(session: Session, first: date, last: date, project_id: str | None) -> dict[OneDay, Told]:
    """Return what was told of each day; where sources differ in a figure, the most trusted one counts."""
    newest: dict[OneDay, dict[Source, Sequence[int | None]]] = {}
    for account_id, day, source, *values in tabled.dailies(session, first, last, project_id):
        newest.setdefault((account_id, day), {})[source] = values
    return {key: merged(by_source) for key, by_source in newest.items()}


def merged(by_source: Mapping[Source, Sequence[int | None]]) -> Told:
    """Return one day as all sources together tell it."""
    sources = tuple(sorted(by_source, key=TRUST.index))
    figures: dict[str, int | None] = dict.fromkeys(OF_A_DAY)
    for source in sources:
        told = zip(OF_A_DAY, by_source[source], strict=True)
        figures |= {name: value for name, value in told if value is not None}
    return Told(figures, sources)


def fans_of(told: Mapping[OneDay, Told], months: Sequence[Window]) -> dict[tuple[str, str], int | None]:
    """Return the net fans of each account's days in each of some months, by account and month; None where no day tells."""
    known: dict[tuple[str, str], list[int | None]] = {}
    for (account_id, day), one in told.items():
        for month in months:
            if month.first <= day <= month.last:
                known.setdefault((account_id, month.key), []).append(one.figures["new_fans"])
    return {key: sum_known(fans) for key, fans in known.items()}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is on record of the days, by account and day."""

    told: Mapping[OneDay, Told]
    best: Mapping[OneDay, Row[Any]]
    comments: Mapping[OneDay, Mapping[Sentiment, int]]
    reports: Mapping[tuple[str, str], Row[Any]]
    made: Mapping[tuple[str, str], datetime]

    @classmethod
    def read(
        cls, session: Session, first: date, last: date, told: Mapping[OneDay, Told], project_id: str | None
    ) -> "Facts":
        """Read them, each kind at once."""
        comments: dict[OneDay, Counter[Sentiment]] = {}
        for account_id, posted_at, sentiment in tabled.comments(session, first, last, project_id):
            comments.setdefault((account_id, beijing_day(posted_at)), Counter())[sentiment] += 1
        return cls(
            told=told,
            best={(row[0], row[1]): row for row in tabled.best_works(session, first, last, project_id)},
            comments=comments,
            reports={(row[0], row[1]): row for row in tabled.reports(session, first, last, project_id)},
            made={(row[0], row[1]): row[2] for row in tabled.made_reports(session, first, last)},
        )


def fill(
    accounts: Sequence[Row[Any]],
    facts: Facts,
    span: Sequence[date],
    last_seen: Mapping[str, WorkFigures],
    people: People,
    working: Calendar,
    now: datetime,
) -> Filled:
    """Return the daily table of these accounts over some days, the newest day on top.

    An account has a row for each day of which something was told, and for each day since it came on record, unless it
    is no longer looked after.
    """
    table = days.table(settings().policy)
    row = in_order(table)
    shown = [
        (account, day) for day in sorted(span, reverse=True) for account in accounts if is_shown(account, day, facts)
    ]
    reports = [facts.reports.get((account.id, day.isoformat())) for account, day in shown]
    return Filled(
        table=table,
        rows=[
            row(values(account, day, facts, last_seen) | said(account, day, facts, people, working, now))
            for account, day in shown
        ],
        revs=[report.rev if report else 0 for report in reports],
    )


def is_shown(account: Row[Any], day: date, facts: Facts) -> bool:
    """Say whether an account has a row for a day."""
    looked_after = account.status not in ASLEEP and day >= beijing_day(account.created_at)
    return looked_after or (account.id, day) in facts.told


def values(account: Row[Any], day: date, facts: Facts, last_seen: Mapping[str, WorkFigures]) -> dict[str, Value]:
    """Return the figures of one row, by column."""
    told = facts.told.get((account.id, day))
    figures = told.figures if told else dict.fromkeys(OF_A_DAY)
    return {
        "code": f"{account.code} {day.isoformat()}",
        "day": day,
        "account": account.name,
        **{code: figures[code] for code in (*SHOWN, "profile_visits", "works_published")},
        **best_work(facts.best.get((account.id, day)), last_seen),
        "leads": None,
        **commented(facts.comments.get((account.id, day))),
        "source": BETWEEN.join(label(source) for source in told.sources) if told else "",
    }


def best_work(row: Row[Any] | None, last_seen: Mapping[str, WorkFigures]) -> dict[str, Value]:
    """Return the work that was played most on a day, with its means as they were told last."""
    seen = last_seen.get(row.work_id) if row else None
    return {
        "top_title": row.title if row else None,
        "top_plays": row.plays if row else None,
        **{f"top_{name}": getattr(seen, name) if seen else None for name in OF_THE_BEST},
    }


def commented(counts: Mapping[Sentiment, int] | None) -> dict[str, Value]:
    """Return how many comments of a day are on record, and how many of them are bad; None where none are."""
    return {
        "comments_seen": sum(counts.values()) if counts else None,
        "comments_negative": counts.get(Sentiment.NEGATIVE, 0) if counts else None,
        "comments_answered": None,
    }


def said(
    account: Row[Any], day: date, facts: Facts, people: People, working: Calendar, now: datetime
) -> dict[str, Value]:
    """Return what the operator reported of a day, and whether that, or the project's report, was there in time."""
    report = facts.reports.get((account.id, day.isoformat()))
    made_at = report.submitted_at if report else None
    made_at = made_at or facts.made.get((account.project_id, day.isoformat()))
    due_at = report.due_at if report else report_due(ReportPeriod.DAY, day, working, settings().policy)
    return {
        **{code: getattr(report, code) if report else "" for code in TEXTS},
        "reporter": people.word(report.submitted_by_id) if report else "",
        "status": label(state_of(due_at, made_at, now)),
    }
