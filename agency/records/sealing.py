"""Seals the tokens that the records keep: what lies in the database opens only with the agency's key.

The key is a file in the agency's home, or comes with the environment where several machines share one database.
"""

import os
from pathlib import Path
from tempfile import mkstemp

from cryptography.fernet import Fernet, InvalidToken

from agency.errors import Misconfigured
from agency.locale import _


class Seals:
    """Seals and opens short secrets with one key; the key shows in no ``repr``."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)

    def seal(self, secret: str) -> str:
        """Return the secret as text that says nothing of it; twice the same secret gives two different texts."""
        return self._fernet.encrypt(secret.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the secret; ``Misconfigured`` when it was sealed with another key, or was tampered with."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken:
            sentence = _("A token on record does not open with the key of this house; authorise the account again.")
        raise Misconfigured(sentence)


def seals_with(key: str, place: str) -> Seals:
    """Return the seals of a key; ``Misconfigured`` names the place that was to hold one, and never what it holds."""
    try:
        return Seals(key.strip().encode())
    except ValueError:
        sentence = _("{place} holds no key.").format(place=place)
    raise Misconfigured(sentence)


def seals_of(key_file: Path) -> Seals:
    """Return the seals of a key file; a file that is not there is made, readable by its owner only.

    ``Misconfigured`` names a file that others may read, or that holds no key.
    """
    return seals_with(key_of(key_file), str(key_file))


def key_of(key_file: Path) -> str:
    """Return what a key file holds; a file that is not there is made, readable by its owner only.

    ``Misconfigured`` names a file that others may read.
    """
    make_key(key_file)
    if key_file.stat().st_mode & 0o077:
        raise Misconfigured(_("{file} may be read by others: take their rights away (mode 600).").format(file=key_file))
    return key_file.read_text(encoding="utf-8", errors="replace")


def make_key(key_file: Path) -> None:
    """Make a key file unless there is one; of two at once the first one's key stays."""
    if key_file.exists():
        return
    draft = drafted(key_file, Fernet.generate_key())
    try:
        os.link(draft, key_file)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def replace_key(key_file: Path, key: str) -> None:
    """Put a key in the place of the one before; a kill leaves the one or the other, whole."""
    drafted(key_file, key.encode()).replace(key_file)


def drafted(key_file: Path, key: bytes) -> Path:
    """Return a file beside the key file that holds a key, readable by its owner only."""
    key_file.parent.mkdir(parents=True, exist_ok=True)
    opened, draft = mkstemp(prefix=key_file.name, dir=key_file.parent)  # of mode 600, and of nobody else's name
    with os.fdopen(opened, "wb") as file:
        file.write(key)
    return Path(draft)
