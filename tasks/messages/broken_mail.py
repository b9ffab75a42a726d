"""Says that the mail server lets nothing through, to those who can mend it (C3); one server serves everybody's mail."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.domain.messages import Message
from agency.domain.terms.messages import DeliveryOutcome, MessageKind, Urgency
from agency.domain.terms.sharing import ChatChannel, DeliveryStatus
from agency.locale import _
from agency.notices.markdown import escaped
from agency.records.tables import DeliveryAttempt, Notification
from tasks.messages.dead_groups import PAGE, leads_of
from tasks.messages.telling import tell
from tasks.page_links import page_link

BY_MAIL = DeliveryAttempt.channel == ChatChannel.EMAIL


def tell_of_mail(session: Session) -> int:
    """Tell the leads and the coordinator when mail is broken and some waits, once until it works; return the messages made."""
    waiting = session.scalar(
        select(func.count()).where(
            Notification.channel == ChatChannel.EMAIL, Notification.status == DeliveryStatus.WAITING
        )
    )
    last = session.scalar(select(DeliveryAttempt).where(BY_MAIL).order_by(DeliveryAttempt.id.desc()).limit(1))
    if not waiting or last is None or last.outcome is not DeliveryOutcome.BROKEN:
        return 0
    return tell(session, mail_alarm(session, waiting, last.told or ""), leads_of(session, None))


def mail_alarm(session: Session, waiting: int, told: str) -> Message:
    """Return what is said of mail that does not go out."""
    arrived = select(func.max(DeliveryAttempt.id)).where(BY_MAIL, DeliveryAttempt.outcome == DeliveryOutcome.SENT)
    return Message(
        about=f"broken-mail-{session.scalar(arrived) or 'never'}",
        kind=MessageKind.ALARM,
        title=_("No mail goes out"),
        lines=[escaped(told), _("Mails that wait: {count}; they go out when it is mended.").format(count=waiting)],
        link=page_link(PAGE),
        urgency=Urgency.AT_ONCE,
    )
