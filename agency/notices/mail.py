"""Letters by SMTP: one call is one letter, whose Message-ID stays the same however often it is tried.

So a letter that was sent twice, because nobody knew of the first, is recognised by the reader's mailbox. How far a call
came before it failed decides what the failure means, hence the steps.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import IntEnum
from hashlib import sha256
from typing import Literal

from pydantic import SecretStr

from agency.errors import ChannelBroken, MessageDelayed, MessageError, MessageRefused, MessageUnclear
from agency.locale import _
from agency.notices.bot import clean_title, noticed_lines
from agency.notices.dialects import spelled
from agency.notices.letter import TEXT, as_html
from agency.notices.notice import Notice, Pace, Part

PATIENCE_S = 20.0
PACE = Pace(per_minute=60, per_second=5, blocked_s=60.0)
GO_ON = 354
DONE = 250
PASSING, LASTING = range(400, 500), range(500, 600)
OURSELVES = "[127.0.0.1]"  # said at the greeting; a name would have to be looked up first
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


class Step(IntEnum):
    """How far a call came."""

    CONNECT = 1
    SIGN_IN = 2
    SENDER = 3
    READER = 4
    BEGIN = 5
    HAND_OVER = 6


@dataclass(frozen=True, kw_only=True)
class PostOffice:
    """The server that takes the agency's letters; without a user nobody signs in."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    sender: str
    user: str = ""
    password: SecretStr | None = None
    trusted: ssl.SSLContext | None = None
    patience_s: float = PATIENCE_S

    def connected(self) -> smtplib.SMTP:
        """Return a line to the server, safe from the first word where the settings say so."""
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, OURSELVES, timeout=self.patience_s, context=self.context())
        return smtplib.SMTP(self.host, self.port, OURSELVES, timeout=self.patience_s)

    def greet(self, line: smtplib.SMTP) -> None:
        """Say who calls, and make the line safe where it is not yet and is to be."""
        if self.security == "starttls":
            line.starttls(context=self.context())
        line.ehlo_or_helo_if_needed()

    def context(self) -> ssl.SSLContext:
        """Return how the server is recognised."""
        return self.trusted or ssl.create_default_context()


@dataclass(frozen=True)
class Failed:
    """Where a call failed; ``code`` is the server's own, None where the line broke or TLS was not had."""

    step: Step
    code: int | None
    is_unsafe: bool


class Mailbox:
    """One person's mailbox."""

    def __init__(self, office: PostOffice, name: str, address: str, clock: Callable[[], datetime]) -> None:
        if not ADDRESS.fullmatch(address):
            raise MessageRefused(_("The e-mail address of {name} is none: mend it in the register.").format(name=name))
        self._office, self._name, self._address, self._clock = office, name, address, clock

    @property
    def pace(self) -> Pace:
        """A pace that no server takes amiss."""
        return PACE

    def parts(self, notice: Notice) -> Sequence[Part]:
        """Return the one letter that a notice becomes."""
        title = clean_title(notice.title)
        lines = noticed_lines(notice, title)
        number = f"<{recognisable(notice.number)}@{self._office.sender.rpartition('@')[2]}>"
        text, html = spelled(lines, TEXT), as_html(lines)
        return [Part(number=1, of=1, body={"id": number, "title": title, "text": text, "html": html})]

    def send(self, part: Part) -> str:
        """Send the letter and return its Message-ID."""
        if failed := self._failed(self._letter(part)):
            raise self._trouble(failed)
        return str(part.body["id"])

    def _letter(self, part: Part) -> EmailMessage:
        letter = EmailMessage(policy=SMTP)
        letter["Subject"] = str(part.body["title"])
        letter["From"] = Address(addr_spec=self._office.sender)
        letter["To"] = Address(clean_title(self._name), addr_spec=self._address)
        letter["Date"] = format_datetime(self._clock())
        letter["Message-ID"] = str(part.body["id"])
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(str(part.body["text"]), cte="base64")
        letter.add_alternative(str(part.body["html"]), subtype="html", cte="base64")
        return letter

    def _failed(self, letter: EmailMessage) -> Failed | None:
        """Send a letter; return where that failed. Nothing is raised here: what smtplib raises knows the password."""
        step = Step.CONNECT
        try:
            with closing(self._office.connected()) as line:  # hung up without a farewell, which could only fail
                for step in Step:
                    self._do(step, line, letter)
        except (OSError, ValueError) as error:  # smtplib's own errors are among them
            unsafe = (ssl.SSLCertVerificationError, smtplib.SMTPNotSupportedError)
            return Failed(step, getattr(error, "smtp_code", None), isinstance(error, unsafe))
        return None

    def _do(self, step: Step, line: smtplib.SMTP, letter: EmailMessage) -> None:
        match step:
            case Step.CONNECT:
                self._office.greet(line)
            case Step.SIGN_IN if self._office.user:
                password = self._office.password
                line.login(self._office.user, password.get_secret_value() if password else "")
            case Step.SENDER:
                checked(line.mail(self._office.sender))
            case Step.READER:
                checked(line.rcpt(self._address))
            case Step.BEGIN:
                checked(line.docmd("DATA"), GO_ON)
            case Step.HAND_OVER:
                line.send(stuffed(letter.as_bytes()))
                checked(line.getreply())

    def _trouble(self, failed: Failed) -> MessageError:
        code = str(failed.code or "")
        if failed.is_unsafe:
            sentence = _("The mail server {host} offers no safe line: check [mail] in config/agency.toml.")
            return ChannelBroken(sentence.format(host=self._office.host))
        if failed.code is None and failed.step is Step.HAND_OVER:
            sentence = _("The line to the mail server broke after the letter to {name} was handed over.")
            return MessageUnclear(sentence.format(name=self._name))
        if failed.code not in LASTING:
            sentence = _("The mail server {host} cannot be reached, or asks for patience.")
            return MessageDelayed(sentence.format(host=self._office.host), code=code)
        if failed.step >= Step.READER:
            sentence = _("The mail server refuses the letter to {name} (code {code}): check the address.")
            return MessageRefused(sentence.format(name=self._name, code=code), code=code)
        sentence = _(
            "The mail server {host} does not let us send (code {code}): check user, password and sender in [mail]."
        )
        return ChannelBroken(sentence.format(host=self._office.host, code=code), code=code)


def checked(reply: tuple[int, bytes], wanted: int = DONE) -> None:
    """Raise ``SMTPResponseException`` for any other answer than the one that is wanted."""
    code, said = reply
    if code != wanted and not (wanted == DONE and code == DONE + 1):
        raise smtplib.SMTPResponseException(code, said)


def stuffed(letter: bytes) -> bytes:
    """Return a letter as it goes over the line: a dot at the beginning of a line is doubled, one by itself is the end."""
    return re.sub(rb"(?m)^\.", b"..", letter.rstrip(b"\r\n") + b"\r\n") + b".\r\n"


def recognisable(number: str) -> str:
    """Return a notice's number as it may stand in a Message-ID."""
    return number if re.fullmatch(r"[A-Za-z0-9.-]+", number) else sha256(number.encode()).hexdigest()[:32]
