"""Whom the house's PostgreSQL works as: it refuses to be root, so where we are root it has an account of its own."""

import os
import pwd
import stat
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from agency.errors import Misconfigured
from agency.locale import _

ACCOUNT = "pgserver"
Account = pwd.struct_passwd


class StartedAs(TypedDict, total=False):
    """How a program is started: in a folder and a language that every account has, and as whom where not as ourselves."""

    cwd: str
    env: dict[str, str]
    user: int
    group: int
    extra_groups: list[int]


def account_for(data: Path) -> Account | None:
    """Return whom the server of a folder works as where we are root: as the folder's owner, who opened it before.

    Root's own folder gets the account that is there for this, made where it is missing. None where we are not root, and
    it works as ourselves.
    """
    if os.geteuid() != 0:
        return None
    return owner_of(data) or account_made()


def owner_of(data: Path) -> Account | None:
    """Return the account that a folder belongs to, None for root and for one that this machine does not know."""
    uid = data.stat().st_uid
    with suppress(KeyError):
        return pwd.getpwuid(uid) if uid != 0 else None
    return None


def account_made() -> Account:
    """Return the account of the house's server, made where it is missing; raise ``Misconfigured`` where it can't be."""
    if (known := account_named(ACCOUNT)) is None:
        making = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
        with suppress(OSError):
            subprocess.run(making, check=False, capture_output=True)
        known = account_named(ACCOUNT)  # whoever made it
    if known is None:
        sentence = _("PostgreSQL never runs as root: create the account {name}, or open the house as an ordinary user.")
        raise Misconfigured(sentence.format(name=ACCOUNT))
    return known


def account_named(name: str) -> Account | None:
    """Return the account of this name, None where there is none."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def demand_ours(folders: Iterable[Path]) -> None:
    """Raise ``Misconfigured`` for a folder of somebody else's, which a server of ours could not open."""
    for folder in folders:
        if folder.stat().st_uid != os.geteuid():
            sentence = _("{folder} belongs to somebody else: give it to this user, with everything in it.")
            raise Misconfigured(sentence.format(folder=folder))


def hand_over(folder: Path, owner: Account) -> None:
    """Give a folder with everything in it to an account, and let that pass through the folders above."""
    if folder.stat().st_uid != owner.pw_uid:
        for each in (folder, *folder.rglob("*")):
            os.chown(each, owner.pw_uid, owner.pw_gid, follow_symlinks=False)
    let_pass(folder)


def let_pass(way: Path) -> None:
    """Let others pass through the folders above a path, but not see what else is in them."""
    for above in way.parents:
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            above.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def started_as(owner: Account | None) -> StartedAs:
    """Return how a program is started as this account, or as ourselves."""
    told: StartedAs = {"cwd": "/", "env": {"LC_ALL": "C", "PATH": os.defpath}}
    return told if owner is None else {**told, "user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
