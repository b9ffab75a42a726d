"""A PostgreSQL that can be killed, and started again on the same port with what it had kept."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import URL, make_url

from shortvideo.house.ownership import account_made, let_pass, started_as
from shortvideo.house.postgresql import program
from tests.scale.postgresql import create


@dataclass
class Database:
    """The house's PostgreSQL in a folder of its own, on a port, and looked after by nobody."""

    folder: Path
    port: int
    server: "subprocess.Popen[bytes] | None" = None

    @classmethod
    @contextmanager
    def started(cls, port: int, *names: str) -> Iterator["Database"]:
        """Start a server with these databases, empty; nothing is left of it at the end."""
        with tempfile.TemporaryDirectory(prefix="faults_pg_") as folder:
            database = cls(Path(folder), port)
            if database.owner is not None:
                os.chown(folder, database.owner.pw_uid, database.owner.pw_gid)
                let_pass(program("postgres"))
            database.run("initdb", "-U", "postgres", "--auth=trust", "-E", "UTF8", "-N", "--locale=C").wait()
            database.start()
            try:
                create(database.url, names)
                yield database
            finally:
                database.kill()

    @property
    def owner(self):
        """Whom it works for where we are root, as whom it refuses to."""
        return account_made() if os.geteuid() == 0 else None

    @property
    def url(self) -> URL:
        """The address of the server itself."""
        return make_url(f"postgresql://postgres@127.0.0.1:{self.port}/postgres")

    def address(self, name: str, driver: str) -> str:
        """Return the address of one of its databases for a driver."""
        return self.url.set(drivername=f"postgresql+{driver}", database=name).render_as_string(hide_password=False)

    def start(self) -> None:
        """Start it where it does not run; one that was killed recovers by itself before it lets anybody in."""
        if self.server is not None and self.server.poll() is None:
            return
        told = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.folder}
        options = [f"--{name}={value}" for name, value in {**told, "fsync": "off", "max_connections": 200}.items()]
        self.server = self.run("postgres", *options)

    def run(self, name: str, *options: str) -> "subprocess.Popen[bytes]":
        """Run one of its programs on its data."""
        command = [program(name), "-D", self.folder / "data", *options]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, **started_as(self.owner))

    def kill(self) -> None:
        """Kill -9 every process of it at once."""
        assert self.server is not None
        kill_family(self.server.pid)
        self.server.wait()


def kill_family(pid: int) -> None:
    """Kill -9 a server and all of its processes at once."""
    with suppress(psutil.NoSuchProcess):
        postmaster = psutil.Process(pid)
        doomed = [postmaster, *postmaster.children(recursive=True)]
        for process in doomed:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(doomed[1:], timeout=30)
