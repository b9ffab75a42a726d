"""The closed lists of judging comments: what a word does in one, what a person finds of a case and does about it (C3)."""

from enum import StrEnum


class WordRole(StrEnum):
    """What a word of the lists does to the sense of a comment."""

    COMPLAINT = "complaint"
    SENSITIVE = "sensitive"
    PRAISE = "praise"
    HARMLESS = "harmless"
    NEGATION = "negation"
    WEAK_NEGATION = "weak_negation"
    TURNS_PRAISE = "turns_praise"
    DENIES_BEFORE = "denies_before"
    DEGREE = "degree"
    WEAKENER = "weakener"
    CONTRAST = "contrast"
    SUPPOSITION = "supposition"
    DOUBT = "doubt"


class CaseFinding(StrEnum):
    """What the person who looked at a case found it to be."""

    TRUE = "true"
    FALSE_ALARM = "false_alarm"


class CaseStep(StrEnum):
    """What was done about a case, by people and by hand; the software itself does none of it."""

    ANSWERED = "answered"
    HIDDEN_BY_CLIENT = "hidden_by_client"
    EXPLAINED = "explained"
    IGNORED = "ignored"
    IN_HAND = "in_hand"


class CommentTone(StrEnum):
    """How a person says a comment speaks: well, neither way, or ill and how gravely."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    LIGHT = "light"
    MEDIUM = "medium"
    GRAVE = "grave"


class WordProposal(StrEnum):
    """What a lead says of a word that corrections propose."""

    LIGHT = "light"
    MEDIUM = "medium"
    GRAVE = "grave"
    HARMLESS = "harmless"
    NOT_A_WORD = "not_a_word"
