"""The key of this house, with which the tokens of platforms and the addresses of bots are sealed."""

import os

from agency.records.sealing import Seals, seals_of, seals_with
from config.settings import SEALING_KEY, settings


def seals() -> Seals:
    """Return the seals of this agency's key: that of the environment, else that of the file, which never leaves its home."""
    if key := os.environ.get(SEALING_KEY):
        return seals_with(key, SEALING_KEY)
    return seals_of(settings().home / "sealing.key")
