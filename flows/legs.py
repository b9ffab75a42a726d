"""Holds every flow ready in one process and forks it for each leg of a run that ``shortvideo-leg`` asks for.

Prefect and the flows take seconds of a processor to import: here once, and not for every decision. A leg is a process
of its own as before; it dies with this one, and with the command that asked for it. Before a fork there must be no
thread and no connection to anything, because a leg would inherit them half.
"""

import gc
import os
import pkgutil
import selectors
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from sqlalchemy.orm import configure_mappers

import flows
from agency.locale import language, translations
from flows.leg import NUMBER, SOCKET
from flows.leg_at_work import Wanted, wanted, work

PATIENCE_S = 10.0
BACKLOG = 128


class Legs:
    """The legs at work, each with the connection to the command that asked for it."""

    def __init__(self, listening: socket.socket, woken: socket.socket) -> None:
        self.listening, self.woken = listening, woken
        self.at_work: dict[int, socket.socket] = {}
        self.heard = selectors.DefaultSelector()
        for each in (listening, woken):
            self.heard.register(each, selectors.EVENT_READ)

    def serve(self) -> None:
        """Have legs worked until a signal ends this process."""
        while True:
            for key, _events in self.heard.select():
                if key.fileobj is self.listening:
                    self.accept()
                elif key.fileobj is self.woken:
                    self.woken.recv(4096)
                    self.tell_ended()
                else:
                    self.end(key.data)

    def accept(self) -> None:
        """Fork a leg for the next command that asks; one that asks wrongly or goes away meanwhile gets none."""
        connection, _address = self.listening.accept()
        connection.settimeout(PATIENCE_S)
        if (asked := wanted(connection)) is None:
            connection.close()
            return
        if (leg := os.fork()) == 0:
            self.let_go()
            work(asked)
        self.keep(leg, connection, asked)

    def keep(self, leg: int, connection: socket.socket, asked: Wanted) -> None:
        """Keep a leg that was forked, and tell the command which process it is."""
        asked.close()
        self.at_work[leg] = connection
        self.heard.register(connection, selectors.EVENT_READ, leg)
        with suppress(OSError):
            connection.sendall(NUMBER.pack(leg))

    def let_go(self) -> None:
        """Close, in a leg, what belongs to this process alone."""
        signal.set_wakeup_fd(-1)
        self.heard.close()
        for each in (self.listening, self.woken, *self.at_work.values()):
            each.close()

    def end(self, leg: int) -> None:
        """Kill a leg whose command has gone, as that one was."""
        self.heard.unregister(self.at_work[leg])
        os.kill(leg, signal.SIGKILL)

    def tell_ended(self) -> None:
        """Tell the commands of the legs that have ended how they did, in the way of ``subprocess``."""
        for leg, status in ended():
            connection = self.at_work.pop(leg)
            with suppress(KeyError):  # the command had gone before
                self.heard.unregister(connection)
            with suppress(OSError):
                connection.sendall(NUMBER.pack(os.waitstatus_to_exitcode(status)))
            connection.close()


def ended() -> Iterator[tuple[int, int]]:
    """Yield the children that have ended and were not asked for yet, each with its status."""
    with suppress(ChildProcessError):
        while (child := os.waitpid(-1, os.WNOHANG)) != (0, 0):
            yield child


def make_ready() -> None:
    """Import every flow, and do once what each leg would do first."""
    for module in pkgutil.iter_modules(flows.__path__, "flows."):
        import_module(module.name)
    configure_mappers()
    translations(language())
    gc.collect()
    gc.freeze()  # what is shared stays shared: the collector of a leg does not touch it


def listen(address: Path) -> socket.socket:
    """Return a socket that listens at an address, in a folder that nobody else may enter; a stale one is replaced."""
    address.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(address))
    listening.listen(BACKLOG)
    return listening


def main() -> None:
    """Make ready, listen, and have legs worked."""
    make_ready()
    woken, waking = socket.socketpair()
    waking.setblocking(False)
    signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)  # the wake-up is all that is wanted
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(0))
    Legs(listen(Path(os.environ[SOCKET])), woken).serve()


if __name__ == "__main__":
    main()
