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
    """How strongly the person of an answer is known, never told stronger than it is.

    ``CLAIMED``: a name was chosen in a form that anybody could open. ``HOUSE_LOGIN``: likewise, and whoever chose it knew
    the password of the house, which its people share. ``ATTESTED``: somebody else brought the answer, with evidence.
    ``ONE_TIME_CODE``: the person's own app showed the code that came with the answer.
    """

    CLAIMED = "claimed"
    HOUSE_LOGIN = "house_login"
    ATTESTED = "attested"
    ONE_TIME_CODE = "one_time_code"
