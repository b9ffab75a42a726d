"""The closed lists of messages: what one is about, how soon it must be read, and how an attempt to send it ended (C3)."""

from enum import StrEnum


class Urgency(StrEnum):
    """Whether a message may wait for the end of the quiet hours, and be put together with others."""

    AT_ONCE = "at_once"
    IN_HOURS = "in_hours"


class MessageKind(StrEnum):
    """What a message is about; messages that are put together are sorted by it, in this order."""

    ALARM = "alarm"
    INCIDENT = "incident"
    CASE = "case"
    ESCALATION = "escalation"
    OVERDUE = "overdue"
    REMINDER = "reminder"
    PUBLISHED = "published"
    SCRIPT = "script"
    SHOOT_MOVED = "shoot_moved"
    IDEAS = "ideas"
    NOTICE = "notice"


class DeliveryOutcome(StrEnum):
    """How one attempt to send ended, by what is to be done about it.

    ``DELAYED`` is tried again, ``REFUSED`` is given up, ``BROKEN`` needs the channel's owner first, and of what is
    ``UNCLEAR`` nobody knows whether it was read: a person looks.
    """

    SENT = "sent"
    DELAYED = "delayed"
    REFUSED = "refused"
    BROKEN = "broken"
    UNCLEAR = "unclear"


class Settlement(StrEnum):
    """What a person says of a message that does not go on by itself."""

    ARRIVED = "arrived"
    SEND_AGAIN = "send_again"
    WITHDRAWN = "withdrawn"
