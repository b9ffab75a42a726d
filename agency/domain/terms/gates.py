"""The closed lists of the gates."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """What a gate judges, the level a stage lives on; of a person a rule can only be set aside."""

    PROJECT = "project"
    ACCOUNT = "account"
    MONTH_PLAN = "month_plan"
    BUDGET = "budget"
    TOPIC_MEETING = "topic_meeting"
    CONTENT = "content"
    SHOOT = "shoot"
    REVIEW = "review"
    INCIDENT = "incident"
    PERSON = "person"


class Verdict(StrEnum):
    """What a person says at a gate."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"
    STOPPED = "stopped"


class Channel(StrEnum):
    """The way an answer came."""

    FORM = "form"
    LINK = "link"
    GROUP = "group"
    MEETING = "meeting"
    EMAIL = "email"
    PAPER = "paper"


class Identity(StrEnum):
    """How strongly the person of an answer is known."""

    CLAIMED = "claimed"
    ATTESTED = "attested"
    PROVEN = "proven"
