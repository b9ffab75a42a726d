"""Ports of this machine: whether one is free, and which is the next free one."""

import errno
import socket
from collections.abc import Collection

from agency.errors import Misconfigured
from agency.locale import _

LOCAL = "127.0.0.1"


def is_free(port: int) -> bool:
    """Return whether a server could listen on this port now; one that was just closed counts as free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOCAL, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True


def demand_free(port: int, setting: str, *, but: Collection[int] = ()) -> None:
    """Raise ``Misconfigured`` when the port is taken, or is one of those about to be.

    The sentence names the setting that gives another.
    """
    if port in but or not is_free(port):
        sentence = _("Port {port} is taken: end the program that uses it, or choose another {setting} in {file}.")
        raise Misconfigured(sentence.format(port=port, setting=setting, file="config/agency.toml"))


def next_free(port: int, *, but: Collection[int] = ()) -> int:
    """Return the first free port from this one on, none of those about to be taken.

    Raise ``Misconfigured`` when the next hundred are all taken.
    """
    for candidate in range(port, min(port + 100, 65536)):
        if candidate not in but and is_free(candidate):
            return candidate
    raise Misconfigured(_("No port is free from {port} on.").format(port=port))
