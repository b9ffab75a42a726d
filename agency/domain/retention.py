"""How long what is kept for a time only is kept: least data, and no longer than it is of use (domain.md 8)."""

from datetime import datetime, timedelta

from agency.domain.terms.retention import Passing
from config.policy import Policy


def days_kept(what: Passing, policy: Policy) -> int:
    """Return for how many days something is kept."""
    match what:
        case Passing.RAW_ANSWERS:
            return policy.raw_answers_days
        case Passing.COMMENT_WORDS:
            return policy.comment_words_days
        case Passing.MESSAGE_TEXTS:
            return policy.message_texts_days
        case Passing.DELIVERY_CALLS:
            return policy.delivery_calls_days
        case Passing.INBOX_FILES:
            return policy.inbox_files_days


def kept_since(what: Passing, policy: Policy, at: datetime) -> datetime:
    """Return the moment before which something is over."""
    return at - timedelta(days=days_kept(what, policy))
