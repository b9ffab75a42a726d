"""Comments come in from the platforms that let them be read, apart from the figures and never at their cost (C3).

A platform's answers are not kept here as those with figures are: they hold strangers' names. What was said is kept as it was
first seen, and nothing of it is read again once it is known, so an edited or deleted comment stays as it was.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.heard import Heard, kept_words, until_known
from agency.domain.terms.accounts import ASLEEP
from agency.domain.terms.figures import Platform, Source
from agency.errors import CapabilityGone, PlatformError
from agency.locale import _
from agency.platforms.reader import Said
from agency.records import comments
from agency.records.comments import Work
from agency.records.grants import grant_of
from agency.records.named import by_code
from agency.records.tables import Account, CallsOfDay, PlatformGrant
from config.settings import settings
from tasks.comments.authors import author_hash
from tasks.comments.judging import keep_comments
from tasks.metrics.authorisation import access_of
from tasks.metrics.connections import open_reader
from tasks.metrics.pacing import zone_of
from tasks.opening import looking, records

TELLING = frozenset({Platform.DOUYIN, Platform.YOUTUBE})
"""The platforms whose contract gives comments; those of all others are pasted or come as a file."""


@dataclass(kw_only=True)
class PulledComments:
    """What a pull of an account's comments brought; ``trouble`` is what kept it from more, in a sentence for a person."""

    account: str
    works: int = 0
    new: int = 0
    negative: int = 0
    trouble: str = ""
    cases: list[str] = field(default_factory=list)


def accounts_with_comments(session: Session, codes: Iterable[str] = ()) -> list[str]:
    """Return the codes of the accounts to read: those that were named, else all that are awake where comments are told."""
    if named := [by_code(session, Account, code).code for code in codes]:
        return named
    awake = select(Account.code).where(Account.platform.in_(TELLING), Account.status.not_in(ASLEEP))
    return list(session.scalars(awake.order_by(Account.code)))


def pull_comments_of(code: str, at: datetime) -> PulledComments:
    """Read the comments that are due beneath an account's works, and keep what is new; what keeps it from that is told.

    No error of a platform leaves here, and none is noted where it would keep the figures from being pulled.
    """
    with looking() as session:
        account = by_code(session, Account, code)
        grant = grant_of(session, account.id)
        due = comments.works_to_read(session, account.id, at, settings().policy)
        pulled = PulledComments(account=code, trouble=reason_not_to(session, account, grant, at))
    if pulled.trouble or not due:
        return pulled
    try:
        read_works(account, grant, due, at, pulled)
    except CapabilityGone as gone:
        pulled.trouble = str(gone)
        with records() as session:
            comments.mark_gone(session, account.id, str(gone))
    except PlatformError as error:
        pulled.trouble = str(error)
    return pulled


def reason_not_to(session: Session, account: Account, grant: PlatformGrant | None, at: datetime) -> str:
    """Return why an account's comments are not read now, empty where nothing stands against it."""
    if account.platform not in TELLING:
        return _("This platform lets no comments be read: paste them with enter-comments.")
    if grant is not None and (said := grant.details.get(comments.GONE)):
        sentence = _("The platform does not let the comments be read: paste them with enter-comments. It said: {said}")
        return sentence.format(said=said)
    if calls_are_short(session, account.platform, at):
        return _("The rest of the day's calls is kept for the figures; comments are read again tomorrow.")
    return ""


def calls_are_short(session: Session, platform: Platform, at: datetime) -> bool:
    """Say whether so many of a platform's calls of the day are made that the rest is kept for the figures."""
    most = settings().platforms.by_code[platform].calls_per_day
    if most is None:
        return False
    day = at.astimezone(zone_of(platform)).date()
    made = session.scalar(select(CallsOfDay.calls).where(CallsOfDay.platform == platform, CallsOfDay.day == day))
    return (made or 0) >= settings().policy.comments_call_share * most


def read_works(
    account: Account, grant: PlatformGrant | None, due: Iterable[Work], at: datetime, pulled: PulledComments
) -> None:
    """Read work after work; what each brought is on record before the next is asked for."""
    opened = open_reader(account.platform, access_of(account.id, grant), grant.profile if grant else None, now=at)
    with closing(opened) as reader:
        for work in due:
            with looking() as session:
                known = comments.known_ids(session, work.publication_id)
            told = ((said.comment_id, said) for said in reader.comments(work.item_id))
            heard = list(heard_of(account.platform, until_known(told, known)))
            with records() as session:
                kept = keep_comments(session, work.publication_id, heard, at)
                comments.note_look(session, work.publication_id, at, kept.new)
            pulled.works += 1
            pulled.new += kept.new
            pulled.negative += kept.negative
            pulled.cases += kept.cases


def heard_of(platform: Platform, said: Iterable[Said]) -> Iterator[Heard]:
    """Yield what a platform tells as it is kept: whoever said it becomes a mark."""
    for one in said:
        yield Heard(
            words=kept_words(one.content),
            author_hash=author_hash(platform, one.author),
            posted_at=one.said_at,
            source=Source.API,
            comment_id=one.comment_id,
            likes=one.likes,
        )
