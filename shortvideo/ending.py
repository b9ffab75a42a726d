"""How a verb ends: with its exit code, or with one sentence for a mistake that was foreseen."""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

from agency.errors import AgencyError
from config.settings import PREFIX, SettingsError, settings


def finish(verb: Callable[[], int | None]) -> NoReturn:
    """Run a verb in the reader's language and leave; what was raised on purpose is one sentence and exit code 1."""
    try:
        os.environ.setdefault(f"{PREFIX}LANGUAGE", settings().language)
        code = verb()
    except (AgencyError, SettingsError) as error:
        sys.exit(str(error))
    sys.exit(code)
