"""Every error raised on purpose, by what the caller should do about it.

AgencyError
├── RuleBroken            a person's input breaks a rule: put the form back with the reasons
├── BadInput              a file or a value cannot be read: say the sentence, leave the rest untouched
│   └── UnknownLayout     a file whose columns no layout knows: say what was found
├── NotOnRecord           something was named that the records do not hold
├── StageOutOfOrder       a stage was asked for before the one it stands on: stop the run, nothing is lost
├── AlreadyDecided        somebody else answered first: tell who and when
├── RecordsAway           the records' database went away: do the whole step again when it is back
├── StoreAway             the store of files cannot be reached: try later, nothing is half kept
├── DiskFull              there is no room left to write: make some, then do the whole step again
├── Misconfigured         a setting is missing or wrong: the lead mends the file that is named
├── MessageError          a message did not reach a chat group or a mailbox
│   ├── MessageDelayed        it surely did not arrive, and may at the next try: wait as long as it says
│   ├── MessageRefused        these words are refused, and always will be: give the message up
│   ├── ChannelBroken         the bot, its key or its settings are wrong: tell the owner, and hold what waits for it
│   └── MessageUnclear        the line broke after it was sent: nobody knows whether it was read
└── PlatformError         a platform did not give what was asked
    ├── PlatformUnavailable   it may heal: try later, with patience
    │   └── SlowDown          it asked for patience: wait as long as it says
    ├── QuotaUsedUp           the day's quota is gone: go on tomorrow
    ├── NeedsAuthorisation    a person must authorise the account again
    ├── AccountBarred         the account is closed, banned or private: mark it
    ├── CapabilityGone        the platform took the capability away: tell the owner, never retry
    └── PlatformRefused       the request itself is wrong: a mistake of ours, never retry
"""

from collections.abc import Sequence
from datetime import datetime


class AgencyError(Exception):
    """The root of every error raised on purpose."""


class RuleBroken(AgencyError):
    """A person's input breaks one or more rules; ``reasons`` are sentences to put before that person."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons: Sequence[str] = reasons


class BadInput(AgencyError):
    """A file or a value cannot be read; the message is one sentence for the person who gave it."""


class UnknownLayout(BadInput):
    """A file's columns belong to no known layout."""


class NotOnRecord(AgencyError):
    """Something was named that the records do not hold."""


class StageOutOfOrder(AgencyError):
    """A stage was asked for before the one it stands on was passed."""


class AlreadyDecided(AgencyError):
    """Somebody else answered first; the message says who and when."""


class DiskFull(AgencyError):
    """There was no room left to write; nothing of it was kept."""


class RecordsAway(AgencyError):
    """The records' database went away, or was not to be reached: all of the unit of work is kept, or nothing of it.

    Which of the two nobody knows when it was lost at the very end; every unit of work is safe to be done again.
    """


class StoreAway(AgencyError):
    """The store that several machines keep their files in cannot be reached; what was asked may be asked again."""


class Misconfigured(AgencyError):
    """A setting is missing or wrong; the message names the file and the key."""


class MessageError(AgencyError):
    """A message did not reach its channel; ``code`` is the channel's own."""

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class MessageDelayed(MessageError):
    """The message did not arrive and may at the next try; ``wait`` is in seconds, None when nobody said how long."""

    def __init__(self, message: str, *, wait: float | None = None, code: str = "") -> None:
        super().__init__(message, code=code)
        self.wait = wait


class MessageRefused(MessageError):
    """These very words are refused, and always will be."""


class ChannelBroken(MessageError):
    """Nothing gets through this channel until its owner has mended it."""


class MessageUnclear(MessageError):
    """The line broke after the message was sent: nobody knows whether it was read."""


class PlatformError(AgencyError):
    """A platform did not give what was asked; ``code`` and ``trace`` are the platform's own, for its support desk."""

    def __init__(self, message: str, *, code: str = "", trace: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.trace = trace


class PlatformUnavailable(PlatformError):
    """The platform may answer later."""


class SlowDown(PlatformUnavailable):
    """The platform asked for patience; ``wait`` is in seconds, None when it did not say how long."""

    def __init__(self, message: str, *, wait: float | None = None, code: str = "", trace: str = "") -> None:
        super().__init__(message, code=code, trace=trace)
        self.wait = wait


class QuotaUsedUp(PlatformError):
    """The day's quota is gone; ``until`` is when the next one begins, None while nobody has worked it out."""

    until: datetime | None = None


class NeedsAuthorisation(PlatformError):
    """A person must authorise the account again."""


class AccountBarred(PlatformError):
    """The account is closed, banned or private."""


class CapabilityGone(PlatformError):
    """The platform took the capability away."""


class PlatformRefused(PlatformError):
    """The request itself is wrong."""
