"""Who said something, as a mark that tells the same person apart from others and names nobody (C3, domain.md 8)."""

import hmac
import os
from hashlib import sha256

from agency.domain.terms.figures import Platform
from agency.records.sealing import key_of
from config.settings import SEALING_KEY, settings

LENGTH = 32


def author_hash(platform: Platform, author: str) -> str:
    """Return the mark of a platform's id or of a nickname: without this house's key nobody finds out whose it is."""
    key = os.environ.get(SEALING_KEY) or key_of(settings().home / "sealing.key")
    told = f"{platform.value}\n{author.strip()}"
    return hmac.new(key.strip().encode(), told.encode("utf-8", "replace"), sha256).hexdigest()[:LENGTH]
