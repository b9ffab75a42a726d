"""Signed links that end: what is offered, until when, and a seal over both that only the agency's key makes.

A token is ``WHAT.UNTIL.SEAL``. It is checked without a look into the records, so a forged one learns nothing there.
"""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import quote

LONGEST_TOKEN = 200  # characters
LISTED = "list"
SEPARATOR = "."


class Forged(ValueError):
    """A token that this key never made, for this name at least; nothing more is said of it."""


class Expired(ValueError):
    """A token that was good once."""


@dataclass(frozen=True, kw_only=True)
class Links:
    """Makes and reads the links of one house: its key, the address they begin with, and how long they can be opened."""

    key: bytes = field(repr=False)
    address: str
    lifetime: timedelta

    def to_file(self, file_id: str, name: str, moment: datetime) -> str:
        """Return the address of a file under the name it is saved by, good from this moment for its lifetime."""
        return f"{self.address}/files/{self.token(file_id, name, moment)}/{quote(name, safe='')}"

    def to_list(self, moment: datetime) -> str:
        """Return the address of the page that lists every file, good for the same time."""
        return f"{self.address}/list/{self.token(LISTED, '', moment)}"

    def token(self, what: str, name: str, moment: datetime) -> str:
        """Return the token for what is offered under a name, until its lifetime is over."""
        until = str(int((moment + self.lifetime).timestamp()))
        return SEPARATOR.join((what, until, self.seal(what, name, until)))

    def opened(self, token: str, name: str, moment: datetime) -> str:
        """Return what a token offers under this name; raise ``Forged``, or ``Expired`` once its time is over."""
        parts = (
            token.split(SEPARATOR) if len(token) <= LONGEST_TOKEN and token.isascii() and token.isprintable() else []
        )
        if len(parts) != 3 or not hmac.compare_digest(parts[2], self.seal(parts[0], name, parts[1])):
            raise Forged
        if moment.timestamp() >= int(parts[1]):
            raise Expired
        return parts[0]

    def seal(self, what: str, name: str, until: str) -> str:
        """Return the seal (HMAC-SHA256) over the three, each told apart from the next."""
        told = "\0".join((what, until, name)).encode("utf-8", "surrogatepass")
        return urlsafe_b64encode(hmac.digest(self.key, told, sha256)).decode().rstrip("=")
