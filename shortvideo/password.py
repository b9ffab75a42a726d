"""The verb ``password``: the house's password is entered without being shown, or made, and kept in a file of the home."""

import secrets
import sys
from getpass import getpass
from pathlib import Path

from agency.errors import Misconfigured
from agency.locale import _
from agency.records.sealing import replace_key
from config.settings import Settings, settings
from shortvideo.ending import finish
from shortvideo.house.guarding import NAME, checked, password_file
from shortvideo.house.places import prepare_home
from shortvideo.progress import tell

MADE_OF = 15  # bytes of chance: 20 letters, 120 bits


def set_password(chosen: Settings) -> int:
    """Keep a new password, from the next start on; raise ``Misconfigured`` for one that is none, or is mistyped."""
    prepare_home(chosen)
    file = password_file(chosen)
    entered = entered_twice(file) if sys.stdin.isatty() else ""
    password = entered or secrets.token_urlsafe(MADE_OF)
    replace_key(file, password)
    if not entered:
        tell(_("The new password, shown this once: {password}").format(password=password))
    tell(_("It is kept in {file}, which only you may read, and counts from the next start on.").format(file=file))
    tell(_("To log in to the pages, type {login}").format(login=f"{NAME}:{'*' * 6}"))
    return 0


def entered_twice(file: Path) -> str:
    """Return what somebody types, twice the same; nothing when one is to be made."""
    first = getpass(f"{_('New password of the house (leave it empty to have one made):')} ")
    if not first:
        return ""
    if getpass(f"{_('Once more:')} ") != first:
        raise Misconfigured(_("The two are not the same; nothing is changed."))
    return checked(first, str(file))


if __name__ == "__main__":
    finish(lambda: set_password(settings()))
