"""Prints what the groups of the story hear, for whoever reads it over: ``python -m tests.story``, on new SQLite records."""

import os
import tempfile

from agency.records.migrate import upgrade
from config.settings import settings
from tests.story.heard import log
from tests.story.played import played

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {
            "SHORTVIDEO_HOME": home,
            "SHORTVIDEO_DATABASE": "sqlite",
            "SHORTVIDEO_ESCALATION_OWNER": "FEIYING",
        }
        upgrade(settings().records_url)
        print(log(played()), end="")  # noqa: T201
