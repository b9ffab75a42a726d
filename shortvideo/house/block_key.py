"""The key of Prefect's blocks: it lies beside the tables and not in them, so that a copy of them opens nothing."""

import os
from collections.abc import Mapping
from pathlib import Path

from agency.records.sealing import key_of, make_key
from config.own_database import DATA, PREFECT_FILE, leads_home
from config.settings import Settings

ENCRYPTION_KEY = "PREFECT_SERVER_ENCRYPTION_KEY"


def key_file(chosen: Settings) -> Path:
    """Return the file of the key, which never leaves its home."""
    return chosen.home / "prefect.key"


def for_its_blocks(chosen: Settings, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return what Prefect's server is told of its key; one that the environment gives is passed on as it is.

    ``Misconfigured`` for a file that others may read.
    """
    if environment.get(ENCRYPTION_KEY) or not key_file(chosen).exists():
        return {}
    return {ENCRYPTION_KEY: key_of(key_file(chosen)).strip()}


def prepare_block_key(chosen: Settings) -> None:
    """Make the key of a home whose Prefect has no tables yet, before it gets them.

    Older tables hold blocks that are encrypted with a key in the same database, and no other opens them: those, and
    tables on a server of somebody's own, keep the key they have.
    """
    address = chosen.prefect_database_url
    is_of_the_home = not address or leads_home(address, chosen.home)
    tables = DATA if address else PREFECT_FILE
    if is_of_the_home and not (chosen.home / tables).exists():
        make_key(key_file(chosen))


def lies_in_the_tables(chosen: Settings, environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether Prefect's key lies in the very database whose blocks it opens."""
    return not environment.get(ENCRYPTION_KEY) and not key_file(chosen).exists()
