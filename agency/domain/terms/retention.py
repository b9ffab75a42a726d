"""The closed list of what is kept for a time only."""

from enum import StrEnum


class Passing(StrEnum):
    """What is thrown away, or blanked, when its time is over; the ledger, the figures and the decisions are none of it."""

    RAW_ANSWERS = "raw_answers"
    COMMENT_WORDS = "comment_words"
    MESSAGE_TEXTS = "message_texts"
    DELIVERY_CALLS = "delivery_calls"
    INBOX_FILES = "inbox_files"
