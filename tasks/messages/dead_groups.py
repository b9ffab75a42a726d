"""Says of a group whose bot reaches nobody that it does so, to those who can mend it, through whatever still works (C3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_day, beijing_minute
from agency.domain.messages import Message
from agency.domain.terms.messages import DeliveryOutcome, MessageKind, Urgency
from agency.domain.terms.people import Role
from agency.domain.terms.sharing import ChatChannel, ChatPurpose, DeliveryStatus
from agency.locale import _
from agency.notices.markdown import escaped
from agency.records import people
from agency.records.outbox import note_health
from agency.records.tables import DeliveryAttempt, GroupChat, Notification
from config.settings import settings
from tasks.messages.telling import tell
from tasks.page_links import page_link
from tasks.responsible import coordinator

PAGE = "outbox"
TITLES_TOLD = 5


@dataclass(frozen=True)
class Silent:
    """A group that messages wait for: how many, and since when the oldest of them does."""

    group: GroupChat
    count: int
    oldest: datetime

    @property
    def last_ok(self) -> str:
        """When the group was last reached, as people read it."""
        return beijing_minute(self.group.last_ok_at) if self.group.last_ok_at else _("never so far")


def tell_of_groups(session: Session, at: datetime) -> int:
    """Tell the leads and the coordinator of every group that is broken, or dead, each once; return the messages made."""
    made = 0
    for silent in list(waited_for(session)):
        leads = leads_of(session, silent.group.project_id)
        if is_dead(silent, at):
            note_health(session, silent.group.id, DeliveryOutcome.BROKEN, at)  # so that the alarm goes another way
            made += tell(session, dead_alarm(session, silent, at), leads)
        elif not silent.group.healthy:
            made += tell(session, broken_alarm(session, silent), leads)
    return made


def dead_groups(session: Session, at: datetime) -> list[Silent]:
    """Return the groups that nobody was reached in for days though something waited, in the order of their codes."""
    return [silent for silent in waited_for(session) if is_dead(silent, at)]


def waited_for(session: Session) -> Iterator[Silent]:
    """Yield every group with a bot that messages wait for; what a later message overtook in vain has waited too."""
    waits = Notification.status == DeliveryStatus.WAITING
    never_reached = or_(GroupChat.last_ok_at.is_(None), Notification.created_at > GroupChat.last_ok_at)
    overtaken = and_(Notification.status == DeliveryStatus.WITHDRAWN, never_reached)
    count = func.sum(case((waits, 1), else_=0))
    query = (
        select(GroupChat, count, func.min(Notification.created_at))
        .join(Notification, Notification.chat_id == GroupChat.id)
        .where(or_(waits, overtaken), GroupChat.channel != ChatChannel.MANUAL)
        .group_by(GroupChat.id)
        .having(count > 0)
        .order_by(GroupChat.code)
        .execution_options(populate_existing=True)  # health is written past the session
    )
    for group, waiting, oldest in session.execute(query):
        yield Silent(group, waiting, oldest)


def is_dead(silent: Silent, at: datetime) -> bool:
    """Say whether a message waits longer, and nobody was reached for longer, than a group may be silent."""
    before = at - timedelta(days=settings().policy.dead_group_days)
    last_ok = silent.group.last_ok_at
    return silent.oldest <= before and (last_ok is None or last_ok <= before)


def leads_of(session: Session, project_id: str | None) -> list[str]:
    """Return who is told that something did not get through: the operations leads, and the coordinator."""
    last = coordinator(session, project_id)
    leads = [person.id for person in people.house(session, Role.OPERATIONS_LEAD)]
    return list(dict.fromkeys([*leads, *([last] if last else [])]))


def broken_alarm(session: Session, silent: Silent) -> Message:
    """Return what is said as soon as a bot is found broken; once until it has worked again."""
    group = silent.group
    since = group.last_ok_at.isoformat() if group.last_ok_at else "never"
    title = _("Nothing gets through to the group {group}").format(group=group.name)
    return alarm(session, silent, f"broken-{group.id}-{since}", title)


def dead_alarm(session: Session, silent: Silent, at: datetime) -> Message:
    """Return what is said when a group has been silent for days; once until it has been reached again."""
    group = silent.group
    since = str(beijing_day(group.last_ok_at)) if group.last_ok_at else "never"
    days = (at - (group.last_ok_at or silent.oldest)).days
    title = _("Nobody was reached in the group {group} for {days} days").format(group=group.name, days=days)
    return alarm(session, silent, f"dead-{group.id}-{since}", title)


def alarm(session: Session, silent: Silent, about: str, title: str) -> Message:
    """Return an alarm that leads to the page of the outbox."""
    return Message(
        about=about,
        kind=MessageKind.ALARM,
        title=title,
        lines=[reason(session, silent.group), *held(session, silent)],
        link=page_link(PAGE),
        urgency=Urgency.AT_ONCE,
        project_id=None if leads_have_a_group(session) else silent.group.project_id,
    )


def leads_have_a_group(session: Session) -> bool:
    """Say whether the management has a group that works: what a project's own people need not read is told there."""
    working = select(GroupChat.id).where(
        GroupChat.purpose == ChatPurpose.MANAGEMENT, GroupChat.healthy, GroupChat.channel != ChatChannel.MANUAL
    )
    return session.scalar(working.limit(1)) is not None


def reason(session: Session, group: GroupChat) -> str:
    """Return what the channel said when it was last called."""
    query = select(DeliveryAttempt.told).where(DeliveryAttempt.chat_id == group.id)
    told = session.scalar(query.order_by(DeliveryAttempt.started_at.desc(), DeliveryAttempt.id.desc()).limit(1))
    return escaped(told or _("The channel gave no reason."))


def held(session: Session, silent: Silent) -> list[str]:
    """Return what is held back meanwhile, the urgent ones by their titles."""
    sentence = _("Last reached: {last_ok}. Messages that wait for it: {count}; they go out when it is mended.")
    query = select(Notification.title).where(
        Notification.chat_id == silent.group.id,
        Notification.status == DeliveryStatus.WAITING,
        Notification.urgency == Urgency.AT_ONCE,
    )
    titles = session.scalars(query.order_by(Notification.created_at).limit(TITLES_TOLD))
    urgent = [_("- urgent: {title}").format(title=escaped(title)) for title in titles]
    return [sentence.format(last_ok=silent.last_ok, count=silent.count), *urgent]
