"""The closed lists from the footage to the final cut (S10, I7, I8)."""

from enum import StrEnum


class FootageState(StrEnum):
    """Where a piece of footage is on its way to the editor."""

    ON_CARD = "on_card"
    BACKED_UP = "backed_up"
    HANDED_OVER = "handed_over"


class EditTaskStatus(StrEnum):
    """How far the edit of a content item is."""

    WAITING_FOR_FOOTAGE = "waiting_for_footage"
    EDITING = "editing"
    IN_REVIEW = "in_review"
    DONE = "done"
    STOPPED = "stopped"


class FocusPoint(StrEnum):
    """What the director judges in every edit round (I8)."""

    RHYTHM = "rhythm"
    TRANSITIONS = "transitions"
    SOUND_EFFECTS = "sound_effects"
    BGM = "bgm"
    SUBTITLES = "subtitles"


class CutStatus(StrEnum):
    """What was said of one version of the cut."""

    INTERNAL_REVIEW = "internal_review"
    SENT_BACK_INSIDE = "sent_back_inside"
    CLIENT_REVIEW = "client_review"
    SENT_BACK_BY_CLIENT = "sent_back_by_client"
    CONFIRMED = "confirmed"
    VOID = "void"
