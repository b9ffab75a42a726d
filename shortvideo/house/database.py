"""The house's own database: whoever needs it finds it at work or starts it, and the last one to leave ends it.

The house and every verb hold a lock together while they use it. A kill takes that lock away with the process, so that
a server which was left at work is taken over by the next one who comes, and ended after them.
"""

import fcntl
import shutil
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import Popen
from typing import BinaryIO, Self

from agency.errors import Misconfigured
from agency.locale import _
from config.own_database import DATA, kept_in, leads_home, socket_folder
from config.settings import PREFIX, Settings, settings
from shortvideo.house import postgresql
from shortvideo.house.places import prepare_home
from shortvideo.house.postgresql import PATIENCE_S, PAUSE_S, Place
from shortvideo.house.restored import finish_restore
from shortvideo.processes import TAIL, Processes, ProcessFailed
from shortvideo.progress import Progress, tell

ROOM = 32 << 20  # bytes: two of PostgreSQL's segments
LEFT: list["Popen[bytes] | None"] = []  # servers that outlive their starter: dropped, each would be warned of


@dataclass
class Database:
    """The house's PostgreSQL, as one of its users holds it."""

    place: Place
    lease: BinaryIO
    server: "Popen[bytes] | None" = None  # where this very process started it
    waits_for_room: bool = False

    @classmethod
    def taken(cls, chosen: Settings) -> Self:
        """Come in: find the server at work or start it, and return when it can be spoken with.

        Raise ``Misconfigured`` where its folder is of another version or of somebody else, ``ProcessFailed`` when it
        does not come up.
        """
        prepare_home(chosen)
        place = place_of(chosen)
        place.lock.parent.mkdir(exist_ok=True)
        lease = lease_of(chosen).open("ab")
        fcntl.flock(lease, fcntl.LOCK_SH)  # waits for one who is ending the server this moment
        database = cls(place, lease)
        try:
            database.bring_up()
        except BaseException:
            database.leave()
            raise
        return database

    @property
    def pid(self) -> int | None:
        """The process id of the server, None while there is none."""
        return postgresql.pid_of(self.place)

    def hold(self) -> None:
        """Bring the server up again where it has died; raise as ``taken`` does.

        While its disk is full it could not write a page: then that is said, once, and it is left until there is room.
        """
        if postgresql.is_at_work(self.place):
            return
        self.lay_down()
        if has_room(self.place):
            self.waits_for_room = False
            self.bring_up()
        elif not self.waits_for_room:
            self.waits_for_room = True
            tell(_("The disk of the database is full: make room, and the database is started again by itself."))

    def bring_up(self) -> None:
        """Wait until the server can be spoken with, and start it where nobody else has."""
        deadline = time.monotonic() + PATIENCE_S
        while not postgresql.prepared(self.place):
            if time.monotonic() > deadline or (self.server and self.server.poll() is not None):
                raise ProcessFailed(did_not_come_up(self.place.log))
            if (started := postgresql.start(self.place)) is not None:
                self.server = started
            time.sleep(PAUSE_S)

    def leave(self) -> None:
        """Go, and end the server unless somebody else uses it."""
        with self.lease:
            try:
                fcntl.flock(self.lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                LEFT.append(self.server)
                return
            postgresql.stop(self.place)
        self.lay_down()

    def lay_down(self) -> None:
        """Take note of the end of a server that this process started."""
        if self.server is not None:
            self.server.wait()
            self.server = None


def place_of(chosen: Settings) -> Place:
    """Return where the database of a home keeps what it needs."""
    home = chosen.home
    return Place(home / DATA, socket_folder(home), chosen.logs / "database.log", home / "locks" / "database.lock")


def has_room(place: Place) -> bool:
    """Say whether a server that died can be started on its disk: to recover it writes anew what it was about to write."""
    return shutil.disk_usage(place.data).free >= ROOM


def lease_of(chosen: Settings) -> Path:
    """Return the file whose lock everybody holds who uses the database."""
    return place_of(chosen).lock.with_name("database-users.lock")


def did_not_come_up(log: Path) -> str:
    """Return what to say of a server that could not be started, with the end of its log."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        tail = "".join(deque(lines, maxlen=TAIL)).rstrip()
    return "\n".join([_("The database does not come up. The end of {log}:").format(log=log), tail])


def is_of_the_house(chosen: Settings) -> bool:
    """Say whether the records or Prefect's tables lie in the PostgreSQL that the home brings of its own."""
    return any(leads_home(url, chosen.home) for url in (chosen.records_url, chosen.prefect_database_url))


def open_database(running: Processes, chosen: Settings, progress: Progress) -> None:
    """Let all processes stand on the house's own database, where it has one; it ends when the last of them has ended."""
    if is_of_the_house(chosen):
        running.stand_on(Database.taken(chosen))
        progress.say(_("The database is up: PostgreSQL {version}").format(version=postgresql.MAJOR))
    elif kept_in(chosen.home, chosen.database) != chosen.database:
        progress.say(_("This home keeps its SQLite; docs/operations.md tells how to move it to PostgreSQL."))
    finish_restore(chosen)


def demand_at_work(chosen: Settings) -> None:
    """Raise ``Misconfigured`` for a part of a house by itself whose database is the house's own and not at work."""
    if is_of_the_house(chosen) and not postgresql.is_at_work(place_of(chosen)):
        sentence = _("The house's own database is at work only while the house is open: open it, or set {variables}.")
        variables = ", ".join(f"{PREFIX}{name}" for name in ("RECORDS_URL", "PREFECT_DATABASE_URL"))
        raise Misconfigured(sentence.format(variables=variables))


@contextmanager
def database_at_work(chosen: Settings) -> Iterator[None]:
    """See to it that the records can be opened while the block lasts, whether the house is open or closed.

    What a restore left that was broken off is finished first.
    """
    if not is_of_the_house(chosen):
        finish_restore(chosen)
        yield
        return
    database = Database.taken(chosen)
    try:
        finish_restore(chosen)
        yield
    finally:
        database.leave()


def on_records(verb: Callable[[], int | None]) -> Callable[[], int | None]:
    """Return a verb that finds the records' database at work, as ``database_at_work`` does."""

    def on_them() -> int | None:
        with database_at_work(settings()):
            return verb()

    return on_them
