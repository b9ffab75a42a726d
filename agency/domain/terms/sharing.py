"""The closed lists of what is told in groups and reported on time (C3, C4, C5, C6)."""

from enum import StrEnum


class ChatChannel(StrEnum):
    """The way a message reaches people; a manual one is carried by hand and noted here."""

    FEISHU = "feishu"
    DINGTALK = "dingtalk"
    WECOM = "wecom"
    EMAIL = "email"
    MANUAL = "manual"


class ChatPurpose(StrEnum):
    """What a group is for."""

    PARTNER_OPERATIONS = "partner_operations"
    INTERNAL = "internal"
    TREND_SHARE = "trend_share"
    MANAGEMENT = "management"


class ShareKind(StrEnum):
    """What a shared idea is about: the first three are everyone's (C5), the others the editors' (C6)."""

    OPERATIONS = "operations"
    STORY = "story"
    SHOOTING = "shooting"
    EDITING = "editing"
    SOUND = "sound"
    BGM = "bgm"
    COVER_STICKER = "cover_sticker"


class ReportPeriod(StrEnum):
    """How often figures are reported (C4)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class DeliveryStatus(StrEnum):
    """What became of a message in the outbox; of one that broke off on its way nobody knows whether it was read."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNCLEAR = "unclear"
    GIVEN_UP = "given_up"
    WITHDRAWN = "withdrawn"
