"""One-time codes of an app (RFC 6238): which step of time a code belongs to, and for how long guessing is stopped.

A code is looked at as of the moment it was given, not the moment somebody gets to it: a busy house refuses no right code.
"""

import hmac
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pyotp

STEP_S = 30
DRIFT_STEPS = 1  # a clock may be off by one step, forwards or back (RFC 6238, 5.2)
DIGITS = 6
MOST_WRONG = 5
WRONG_WITHIN = timedelta(minutes=15)


def new_secret() -> str:
    """Return a new secret: 160 bits in base32, as the apps read it (RFC 4226, 4)."""
    return pyotp.random_base32()


def address_of(secret: str, person: str, issuer: str) -> str:
    """Return the ``otpauth://`` address that an app reads from a QR code; it holds the secret."""
    return pyotp.TOTP(secret, interval=STEP_S, digits=DIGITS).provisioning_uri(name=person, issuer_name=issuer)


def typed(code: str) -> str:
    """Return a code as the app means it: full-width digits, blanks and dashes are how people type."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", code) if not letter.isspace() and letter != "-")


def is_code(code: str) -> bool:
    """Say whether a typed code can be one at all: six digits."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the step of time that a typed code belongs to, None when it fits none near ``at``.

    The step is what makes a code used up: the same code fits no other step, but by a chance of one in a million.
    """
    totp = pyotp.TOTP(secret, interval=STEP_S, digits=DIGITS)
    step = int(at.astimezone(UTC).timestamp()) // STEP_S
    for near in range(step - DRIFT_STEPS, step + DRIFT_STEPS + 1):
        if hmac.compare_digest(totp.generate_otp(near).encode(), code.encode()):
            return near
    return None


def opens_again_at(wrong: Sequence[datetime], at: datetime) -> datetime | None:
    """Return when a person's codes are looked at again; None when they are looked at now.

    ``wrong`` are the moments of wrong codes, oldest first. What is refused unseen is no wrong code: who keeps trying does
    not keep the person out for longer.
    """
    recent = lately(wrong, at)
    return recent[-MOST_WRONG] + WRONG_WITHIN if len(recent) >= MOST_WRONG else None


def tries_left(wrong: Sequence[datetime], at: datetime) -> int:
    """Return how many more wrong codes are borne now."""
    return max(0, MOST_WRONG - len(lately(wrong, at)))


def lately(wrong: Sequence[datetime], at: datetime) -> list[datetime]:
    """Return the wrong codes that still count, later ones too: answers are not got to in the order they were given in."""
    return [moment for moment in wrong if moment > at - WRONG_WITHIN]
