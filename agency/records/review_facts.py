"""What a review asks the records beside the figures: how works were made, what people said, money, rules, plans (S13)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from agency.domain.terms.editing import CutStatus
from agency.domain.terms.engagement import Sentiment
from agency.domain.terms.figures import Source
from agency.domain.terms.plans import BudgetStatus
from agency.domain.windows import Window
from agency.records.cases import NO_FALSE_ALARM
from agency.records.tables import (
    Account,
    BudgetRequest,
    Comment,
    ContentItem,
    Cut,
    NegativeCase,
    Person,
    Publication,
    Script,
    Topic,
    VideoSnapshot,
)

ASKED = (BudgetStatus.SUBMITTED, BudgetStatus.APPROVED, BudgetStatus.SPENT, BudgetStatus.SETTLED)


class Made(NamedTuple):
    """How a published work was made."""

    pillar: str | None
    topic: str | None
    opening: str | None
    bgm: str | None


class Looks(NamedTuple):
    """How many looks at an account's works a source told, and the last of them."""

    source: Source
    looks: int
    last: datetime


class Case(NamedTuple):
    """A negative case with the work it is about and the one who saw to it."""

    case: NegativeCase
    title: str
    owner: str


class Planned(NamedTuple):
    """An item of the schedule with the names of its account and people."""

    item: ContentItem
    account: str
    director: str | None
    editor: str | None


def made(session: Session, account_id: str) -> dict[str, Made]:
    """Return how an account's works were made, by publication; a work that was only found is left out."""
    newest = select(Script.content_id, func.max(Script.version).label("version")).group_by(Script.content_id).subquery()
    query = (
        select(
            Publication.id,
            func.coalesce(ContentItem.pillar, Topic.pillar),
            Topic.title,
            Script.beginning,
            Script.bgm,
        )
        .join(ContentItem, ContentItem.id == Publication.content_id)
        .outerjoin(Topic, Topic.id == ContentItem.topic_id)
        .outerjoin(newest, newest.c.content_id == ContentItem.id)
        .outerjoin(Script, and_(Script.content_id == ContentItem.id, Script.version == newest.c.version))
        .where(Publication.account_id == account_id)
    )
    return {work_id: Made(*told) for work_id, *told in session.connection().execute(query)}


def looks(session: Session, account_id: str, since: datetime, before: datetime) -> list[Looks]:
    """Return each source's looks at an account's works in a time, by source."""
    query = (
        select(VideoSnapshot.source, func.count(), func.max(VideoSnapshot.observed_at))
        .join(Publication, Publication.id == VideoSnapshot.publication_id)
        .where(Publication.account_id == account_id)
        .where(VideoSnapshot.observed_at >= since, VideoSnapshot.observed_at < before)
        .group_by(VideoSnapshot.source)
        .order_by(VideoSnapshot.source)
    )
    return [Looks(*row) for row in session.execute(query)]


def comment_counts(
    session: Session, account_ids: Collection[str], since: datetime, before: datetime
) -> dict[Sentiment, int]:
    """Return how many comments there are of each tone, posted in a time; nothing where none is on record."""
    query = (
        select(Comment.sentiment, func.count())
        .join(Publication, Publication.id == Comment.publication_id)
        .where(Publication.account_id.in_(account_ids), Comment.posted_at >= since, Comment.posted_at < before)
        .group_by(Comment.sentiment)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def most_liked(
    session: Session, account_ids: Collection[str], since: datetime, before: datetime, most: int
) -> list[tuple[Comment, str]]:
    """Return the comments most people agreed with, each with its work's title; those without a count come last."""
    query = (
        select(Comment, Publication.title)
        .join(Publication, Publication.id == Comment.publication_id)
        .where(Publication.account_id.in_(account_ids), Comment.posted_at >= since, Comment.posted_at < before)
        .order_by(Comment.likes.is_(None), Comment.likes.desc(), Comment.posted_at, Comment.id)
        .limit(most)
    )
    return [(comment, title) for comment, title in session.execute(query)]


def cases(session: Session, account_ids: Collection[str], since: datetime, before: datetime) -> list[Case]:
    """Return the negative cases that were found in a time, oldest first."""
    query = (
        select(NegativeCase, Publication.title, Person.name)
        .join(Publication, Publication.id == NegativeCase.publication_id)
        .join(Person, Person.id == NegativeCase.owner_id)
        .where(Publication.account_id.in_(account_ids))
        .where(NegativeCase.found_at >= since, NegativeCase.found_at < before, NO_FALSE_ALARM)
        .order_by(NegativeCase.found_at, NegativeCase.id)
    )
    return [Case(*row) for row in session.execute(query)]


def money(session: Session, project_id: str, month: str, first: date, last: date) -> Sequence[BudgetRequest]:
    """Return the requests for money of a month: made for it, or, made for none, needed on its days (S4)."""
    of_month = or_(
        BudgetRequest.month == month,
        and_(BudgetRequest.month.is_(None), BudgetRequest.needed_on.between(first, last)),
    )
    query = select(BudgetRequest).where(BudgetRequest.project_id == project_id, BudgetRequest.status.in_(ASKED))
    return session.scalars(query.where(of_month).order_by(BudgetRequest.code)).all()


def plan_and_fact(
    session: Session, account_ids: Collection[str], since: datetime, before: datetime
) -> list[tuple[datetime, datetime | None]]:
    """Return for each publication planned in a time when it was to be and when it was, None where it still is not."""
    planned = func.coalesce(Publication.planned_at, ContentItem.planned_publish_at)
    query = (
        select(ContentItem.planned_publish_at, Publication.planned_at, Publication.published_at)
        .outerjoin(Publication, Publication.content_id == ContentItem.id)
        .where(ContentItem.account_id.in_(account_ids), ContentItem.stopped_at.is_(None))
        .where(planned >= since, planned < before)
        .order_by(planned)
    )
    return [(at or item_at, published) for item_at, at, published in session.execute(query)]


def confirmed_versions(
    session: Session, account_ids: Collection[str], since: datetime, before: datetime
) -> Sequence[int]:
    """Return the version number of each cut that was uploaded in a time and that the client confirmed."""
    query = (
        select(Cut.version)
        .join(ContentItem, ContentItem.id == Cut.content_id)
        .where(ContentItem.account_id.in_(account_ids), Cut.status == CutStatus.CONFIRMED)
        .where(Cut.uploaded_at >= since, Cut.uploaded_at < before)
    )
    return session.scalars(query.order_by(Cut.id)).all()


def planned(session: Session, account_ids: Collection[str], window: Window) -> list[Planned]:
    """Return the items with a day in a window, by the first of them; stopped ones are left out."""
    director, editor = aliased(Person), aliased(Person)
    query = (
        select(ContentItem, Account.code, director.name, editor.name)
        .join(Account, Account.id == ContentItem.account_id)
        .outerjoin(director, director.id == ContentItem.director_id)
        .outerjoin(editor, editor.id == ContentItem.editor_id)
        .where(ContentItem.account_id.in_(account_ids), ContentItem.stopped_at.is_(None))
        .where(
            or_(
                ContentItem.planned_shoot_on.between(window.first, window.last),
                ContentItem.planned_edit_due_on.between(window.first, window.last),
                and_(
                    ContentItem.planned_publish_at >= window.begins,
                    ContentItem.planned_publish_at < window.ends,
                ),
            )
        )
        .order_by(ContentItem.planned_publish_at.is_(None), ContentItem.planned_publish_at, ContentItem.code)
    )
    return [Planned(*row) for row in session.execute(query)]
