"""Comments on record: which are known, which works are to be looked at, and what people made of what the lists said (C3)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day
from agency.domain.folding import fold
from agency.domain.terms.figures import Source
from agency.errors import BadInput, NotOnRecord
from agency.locale import _
from agency.records.grants import grant_of
from agency.records.tables import Comment, CommentLook, ContentItem, LexiconWord, Publication
from config.policy import Policy

GONE = "comments_gone"
HOURLY = timedelta(minutes=50)
DAILY = timedelta(hours=22)
MOST_KNOWN = 5_000


class Work(NamedTuple):
    """A work whose comments can be read at its platform."""

    publication_id: str
    item_id: str
    title: str


def works_to_read(session: Session, account_id: str, at: datetime, policy: Policy) -> list[Work]:
    """Return an account's works whose comments are due to be read, the newest first: hourly while young, then daily."""
    out = Publication.published_at
    youngest = at - timedelta(days=policy.comments_hourly_days)
    oldest = at - timedelta(days=max(policy.comments_daily_days, policy.comments_hourly_days))
    looked = CommentLook.looked_at
    is_due = or_(
        looked.is_(None), and_(out > youngest, looked <= at - HOURLY), and_(out <= youngest, looked <= at - DAILY)
    )
    query = (
        select(Publication.id, Publication.platform_item_id, Publication.title)
        .outerjoin(CommentLook, CommentLook.publication_id == Publication.id)
        .where(Publication.account_id == account_id, Publication.platform_item_id.is_not(None))
        .where(out > oldest, out <= at, is_due)
        .order_by(out.desc(), Publication.id)
    )
    return [Work(*row) for row in session.execute(query)]


def note_look(session: Session, publication_id: str, at: datetime, new: int) -> None:
    """Note that the comments beneath a work were read."""
    look = session.scalar(select(CommentLook).where(CommentLook.publication_id == publication_id))
    if look is None:
        session.add(CommentLook(publication_id=publication_id, looked_at=at, comments_new=new))
    elif look.looked_at < at:
        look.looked_at, look.comments_new = at, new
    session.flush()


def known_ids(session: Session, publication_id: str) -> set[str]:
    """Return the platform's ids of the latest comments on record beneath a work."""
    query = select(Comment.platform_comment_id).where(
        Comment.publication_id == publication_id, Comment.platform_comment_id.is_not(None)
    )
    return {told for told in session.scalars(query.order_by(Comment.posted_at.desc()).limit(MOST_KNOWN)) if told}


def known_prints(session: Session, publication_id: str) -> set[str]:
    """Return by what the comments that people entered beneath a work are known again."""
    query = select(Comment.fingerprint).where(Comment.publication_id == publication_id)
    return {told for told in session.scalars(query.where(Comment.fingerprint.is_not(None))) if told}


def known_words(session: Session, publication_id: str, source: Source) -> dict[tuple[str, str], Comment]:
    """Return what one source told of a work's comments by the folded words and the Beijing day."""
    query = select(Comment).where(Comment.publication_id == publication_id, Comment.source == source)
    return {said(comment.words, comment.posted_at): comment for comment in session.scalars(query)}


def said(words: str, moment: datetime) -> tuple[str, str]:
    """Return by what the same comment is recognised that two sources tell."""
    return fold(words), beijing_day(moment).isoformat()


def take_turns(session: Session, publication_id: str) -> Publication:
    """Return a work, after everybody else who writes comments of it."""
    query = select(Publication).where(Publication.id == publication_id).with_for_update()
    return session.scalars(query).one()


def work_named(session: Session, named: str) -> Publication:
    """Return the work with this link, platform's id or id, or of the content item with this code, live rather than planned.

    ``NotOnRecord`` where there is none, ``BadInput`` where several are meant.
    """
    text = named.strip()
    is_meant = or_(
        Publication.id == text,
        Publication.link == text,
        Publication.platform_item_id == text,
        Publication.video_id == text,
        ContentItem.code == text,
    )
    query = select(Publication).outerjoin(ContentItem, ContentItem.id == Publication.content_id).where(is_meant)
    found = session.scalars(query.order_by(Publication.published_at.is_(None), Publication.id)).all()
    live = [work for work in found if work.published_at is not None] or list(found)
    if not live or not text:
        raise NotOnRecord(_("No work “{name}” is on record: give its code or its link.").format(name=text[:80]))
    if len(live) > 1:
        raise BadInput(_("“{name}” was published {count} times: give the link.").format(name=text, count=len(live)))
    return live[0]


def mark_gone(session: Session, account_id: str, sentence: str) -> None:
    """Note that the platform does not let an account's comments be read; its figures are another matter."""
    if (grant := grant_of(session, account_id)) is not None:
        grant.details = grant.details | {GONE: sentence}


def unreviewed(session: Session, is_meant: ColumnElement[bool], most: int) -> Sequence[Comment]:
    """Return the latest comments that no person has judged."""
    query = select(Comment).join(Publication, Publication.id == Comment.publication_id).where(is_meant)
    return session.scalars(
        query.where(Comment.reviewed_at.is_(None), Comment.judged_at.is_not(None))
        .order_by(Comment.posted_at.desc(), Comment.id)
        .limit(most)
    ).all()


def reviewed(session: Session, most: int) -> Sequence[Comment]:
    """Return the latest comments that a person has judged after the lists had."""
    query = select(Comment).where(Comment.reviewed_at.is_not(None), Comment.judged_at.is_not(None))
    return session.scalars(query.order_by(Comment.reviewed_at.desc(), Comment.id).limit(most)).all()


def learnt(session: Session) -> Sequence[LexiconWord]:
    """Return every word that a lead has decided about, oldest first."""
    return session.scalars(select(LexiconWord).order_by(LexiconWord.decided_at, LexiconWord.id)).all()
