"""Takes secrets out of what is logged: those that this process knows by their value, and what looks like one.

Known values are the surest: whatever library prints them, in whatever sentence, they are gone. The shapes are for what
nobody declared: a webhook's address in an error of the network, a token in an answer, a telephone number in a form.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from config.settings import LINK_KEY, PASSWORD, SEALING_KEY, Settings

MASK = "***"
SHORTEST = 6  # characters of a value that is masked wherever it stands: a shorter one is a word
LONGEST = 20_000  # characters of a message that are kept
SECRET_VARIABLES = (SEALING_KEY, LINK_KEY, PASSWORD, "PREFECT_SERVER_ENCRYPTION_KEY")
LOGINS = ("PREFECT_API_AUTH_STRING", "PREFECT_SERVER_API_AUTH_STRING")  # a name, a colon and a password
ADDRESSES = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_REDIS_MESSAGING_URL", "PREFECT_SERVER_DOCKET_URL")

NAMES = (
    r"(?:access|refresh|client|api|open)?[_-]?(?:token|secret|ticket|password|passwd|passphrase)"
    r"|(?:access|api|sealing|encryption)[_-]?key|auth[_-]?code|signature|sign"
)
SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(://[^\s/:@'\"]*:)[^\s/@'\"]+@"), rf"\1{MASK}@"),
    (re.compile(r"(/(?:hook|files|list)/)[\w.~=-]{8,}"), rf"\1{MASK}"),
    (re.compile(r"([?&](?:key|code|state)=)[^\s&#'\"]+"), rf"\1{MASK}"),
    (re.compile(r"\b((?:Bearer|Basic)\s+)[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1{MASK}"),
    (re.compile(rf"((?:{NAMES})['\"]?\s*(?:=|:|=>)\s*['\"]?)[^\s&'\",;)}}\]]{{4,}}", re.IGNORECASE), rf"\1{MASK}"),
    (re.compile(r"\b(?:gAAAA|eyJ)[\w.=-]{20,}"), MASK),
    (re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)"), r"\1****\2"),
)


def secrets_of(chosen: Settings, environment: Mapping[str, str]) -> frozenset[str]:
    """Return the values that must stand in no log: what the settings name as secret, and passwords within addresses."""
    applications = chosen.platforms.by_code.values()
    named = {*SECRET_VARIABLES, chosen.mail.password_env, *(one.secret_env for one in applications)}
    named |= {name for group in chosen.groups for name in (group.url_env, group.secret_env)}
    values = {environment.get(name, "") for name in named if name}
    addresses = (chosen.records_url, chosen.prefect_database_url, *(environment.get(name, "") for name in ADDRESSES))
    values |= {password for address in addresses for password in passwords_in(address)}
    values |= {environment.get(name, "").partition(":")[2] for name in LOGINS}
    return frozenset(value for value in values if len(value) >= SHORTEST)


def passwords_in(address: str) -> Iterator[str]:
    """Yield the password of an address, as it is written there and as it is meant."""
    _user, colon, password = urlsplit(address).netloc.rpartition("@")[0].partition(":")
    if colon:
        yield password
        yield unquote(password)


def masking(secrets: frozenset[str]) -> Callable[[str], str]:
    """Return the function that takes these values, and everything of a secret's shape, out of a text, and cuts it."""
    longest_first = sorted(secrets, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, longest_first))) if secrets else None

    def masked(text: str) -> str:
        kept = text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text)} characters)"
        kept = known.sub(MASK, kept) if known else kept
        for shape, instead in SHAPES:
            kept = shape.sub(instead, kept)
        return kept

    return masked


class WithoutSecrets(logging.Filter):
    """Lets every record pass, its message and its traceback without secrets, whatever writes it down afterwards.

    Prefect's own handler keeps what it is given in Prefect's database, so a formatter alone would come too late.
    """

    def __init__(self, masked: Callable[[str], str]) -> None:
        super().__init__()
        self.masked = masked

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the record's words into their final form."""
        record.msg, record.args = self.masked(spelled(record)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = self.masked(record.exc_text) if record.exc_text else record.exc_text
        record.stack_info = self.masked(record.stack_info) if record.stack_info else record.stack_info
        return True


def spelled(record: logging.LogRecord) -> str:
    """Return the message of a record; of one whose arguments do not fit, the pattern: a slip must not end the program."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return str(record.msg)
