"""The small agency at work, with two accounts on two platforms and a month of invented figures: what reports are made of.

The tea shop's account at Douyin has videos and one set of pictures; at Kuaishou likes are hidden, and one video loses
plays. Works are looked at every morning at 10:40 in Beijing, up to the look that ``until`` allows; days come a day later.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.figures import AccountDay, WorkFigures
from agency.domain.terms.figures import Metric, Platform, Source, Visibility, WorkKind
from agency.domain.terms.plans import MonthPlanStatus, ProjectPlanStatus
from agency.domain.windows import beginning_of
from agency.records import figures, found_works
from agency.records.figures import Observation
from agency.records.tables import (
    Account,
    ContentItem,
    MonthPlan,
    PlanTarget,
    PlatformGrant,
    Project,
    Publication,
    Pull,
)
from tests import small_agency

CONFIRMED = datetime(2026, 11, 3, 2, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
HALF_PAST_NINE = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # in Beijing, the morning after
TEN_PAST_ELEVEN = datetime(2026, 11, 24, 3, 10, tzinfo=UTC)
FIRST_LOOK = datetime(2026, 9, 20, 2, 40, tzinfo=UTC)
DOUYIN, KUAISHOU = "BREEZE-DY", "BREEZE-KS"
TARGETS = {Metric.PLAYS: 200_000, Metric.FOLLOWER_GAIN: 300, Metric.WORKS_PUBLISHED: 12, Metric.LIKE_RATE: 0.05}


def found(session: Session, until: datetime = HALF_PAST_NINE) -> None:
    """Put the agency on record as it stands at a moment."""
    small_agency.found(session, shoot_on=date(2026, 12, 11))
    session.flush()
    project = session.scalars(select(Project)).one()
    project.plan_confirmed_at, project.plan_status, project.created_at = (
        CONFIRMED,
        ProjectPlanStatus.EXECUTING,
        CONFIRMED,
    )
    session.add(
        Account(code=KUAISHOU, project_id=project.id, platform=Platform.KUAISHOU, name="清风小铺快手号", handle="qf_ks")
    )
    session.flush()
    for account in session.scalars(select(Account)):
        session.add(
            PlatformGrant(
                account_id=account.id,
                platform=account.platform,
                open_id=account.code,
                access_token_sealed="sealed",
                access_expires_at=CONFIRMED,
                authorised_at=CONFIRMED,
            )
        )
        look(session, account, until)
        know_days(session, account, MONDAY - timedelta(days=1))
    session.flush()


def account_of(session: Session, code: str) -> Account:
    """Return one of the accounts."""
    return session.scalars(select(Account).where(Account.code == code)).one()


def look(session: Session, account: Account, until: datetime) -> None:
    """Look at the works of an account every morning up to a moment, each look being on record as a pull."""
    works = list(invented(account.code))
    ids = [found_works.write_found(session, account.id, work).id for work in works]
    chance = random.Random(account.code)
    plays = [0] * len(works)
    moment = FIRST_LOOK
    while moment <= until:
        seen = []
        for place, work in enumerate(works):
            if work.published_at < moment:
                plays[place] += grown(chance, account.code, place, moment)
                seen.append((ids[place], counted(work, account.code, plays[place])))
        pull = Pull(account_id=account.id, observed_at=moment, works_seen=len(seen))
        session.add(pull)
        session.flush()
        figures.keep_snapshots(session, seen, Observation(observed_at=moment, source=Source.API, pull_id=pull.id))
        moment += timedelta(days=1)


def grown(chance: random.Random, code: str, place: int, moment: datetime) -> int:
    """Return what a work's plays grew by from one morning to the next; the first one at Kuaishou loses some one day."""
    if (code, place, moment.date()) == (KUAISHOU, 0, date(2026, 11, 18)):
        return -150
    return chance.randrange(40, 900) * (3 if place % 5 == 0 else 1)


def counted(work: WorkFigures, code: str, plays: int) -> WorkFigures:
    """Return a work with its counters and rates; Kuaishou hides the likes."""
    told = vars(work) | {
        "visibility": Visibility.PUBLIC,
        "plays": plays,
        "likes": None if code == KUAISHOU else plays // 21,
        "comments": plays // 300,
        "shares": plays // 500,
        "saves": plays // 150,
        "completion": 0.19 if work.kind is WorkKind.PICTURES else 0.31,
        "avg_watch_s": 11.5,
    }
    return WorkFigures(**told)


def invented(code: str) -> Iterator[WorkFigures]:
    """Yield the works of an account: one every three days, the last of them in the week before Monday."""
    for number in range(20 if code == DOUYIN else 2):
        out = datetime(2026, 9, 23, 10, 5, tzinfo=UTC) + timedelta(days=3 * number + (30 if code == KUAISHOU else 0))
        kind = WorkKind.PICTURES if number == 19 else WorkKind.VIDEO
        yield WorkFigures(
            title=f"第{number}泡茶 #虚构",
            published_at=out,
            item_id=f"@{code}/{number}==",
            link=f"https://example.com/{code}/{number}",
            kind=kind,
            duration_ms=30_000,
        )


def know_days(session: Session, account: Account, last: date) -> None:
    """Let an account's own days be known up to a day."""
    first = date(2026, 10, 20)
    chance = random.Random(f"days {account.code}")
    days = [
        AccountDay(
            day=first + timedelta(days=step),
            followers_total=9_000 + 11 * step,
            new_fans=chance.randrange(-4, 30),
            plays_new=chance.randrange(2_000, 6_000),
        )
        for step in range((last - first).days + 1)
    ]
    told = Observation(observed_at=beginning_of(last + timedelta(days=1)), source=Source.API)
    figures.keep_account_days(session, account.id, days, told)


def plan_month(session: Session, month: str = "2026-11", *, account: str | None = DOUYIN, **more: object) -> MonthPlan:
    """Write a month's plan with its targets."""
    project = session.scalars(select(Project)).one()
    values: dict[str, object] = {"status": MonthPlanStatus.LOCKED} | more
    plan = MonthPlan(
        project_id=project.id,
        account_id=account_of(session, account).id if account else None,
        month=month,
        targets=[PlanTarget(metric=metric, value=value) for metric, value in TARGETS.items()],
        **values,
    )
    session.add(plan)
    session.flush()
    return plan


def schedule(session: Session, code: str, planned_at: datetime, published_at: datetime | None, **more: object) -> None:
    """Put a publication of the schedule on record, come out or not."""
    account = account_of(session, DOUYIN)
    item = ContentItem(code=code, account_id=account.id, title=f"排期{code}", planned_publish_at=planned_at, **more)
    session.add(item)
    session.flush()
    if published_at is not None:
        link = f"https://example.com/live/{code}"
        session.add(
            Publication(
                content_id=item.id,
                account_id=account.id,
                title=f"上线{code}",
                published_at=published_at,
                link=link,
                proof=link,
            )
        )
    session.flush()
