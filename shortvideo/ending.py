"""How a verb ends: with its exit code, or with one sentence for a mistake that was foreseen."""

import errno
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from agency.errors import AgencyError
from agency.locale import _
from config.settings import PREFIX, SettingsError, settings
from shortvideo.logs.setting_up import set_up_logs

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def finish(verb: Callable[[], int | None]) -> NoReturn:
    """Run a verb in the reader's language and leave; what was raised on purpose is one sentence and exit code 1."""
    try:
        os.environ.setdefault(f"{PREFIX}LANGUAGE", settings().language)
        os.environ.setdefault("DO_NOT_TRACK", "1")  # Prefect would else tell its makers of every new home, and say so
        set_up_logs()
        code = verb()
    except (AgencyError, SettingsError) as error:
        sys.exit(str(error))
    except Exception as error:
        if not found_no_room(error):
            raise
        sys.exit(_("There is no room left on the disk: make some, then do this again."))
    sys.exit(code)


def found_no_room(error: BaseException | None) -> bool:
    """Say whether an error came of a full disk; what writes workbooks says so in an error of its own."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return True
        error = error.__cause__ or error.__context__
    return False
