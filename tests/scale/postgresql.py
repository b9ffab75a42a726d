"""A PostgreSQL of several machines for the tests: the one of the house, but on a port, as a server apart is reached."""

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, make_url

from shortvideo.house.ownership import account_made, let_pass, started_as
from shortvideo.house.postgresql import program

PATIENCE_S = 120


@contextmanager
def postgresql(port: int, *databases: str) -> Iterator[dict[str, URL]]:
    """Lend a server on a port of this machine with these databases in it, by their names; nothing is left of it."""
    owner = account_made() if os.geteuid() == 0 else None  # PostgreSQL refuses to work as root
    acting = started_as(owner)
    with tempfile.TemporaryDirectory(prefix="scale_pg_") as folder:
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            let_pass(program("postgres"))
        data = f"{folder}/data"
        making = [program("initdb"), "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run(making, check=True, capture_output=True, **acting)
        told = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": folder,
            "max_connections": 300,
        }
        chosen = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
        with Path(folder, "log").open("wb") as log:
            server = subprocess.Popen([program("postgres"), "-D", data, *chosen], stdout=log, stderr=log, **acting)
        try:
            address = make_url(f"postgresql://postgres@127.0.0.1:{port}/postgres")
            create(address, databases)
            yield {name: address.set(database=name) for name in databases}
        finally:
            server.send_signal(signal.SIGINT)  # cuts off whoever is still connected
            server.wait()


def create(address: URL, databases: tuple[str, ...]) -> None:
    """Create databases as soon as the server answers."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:
                for name in databases:
                    connection.execute(f"CREATE DATABASE {name}")
            return
        except psycopg.OperationalError:
            assert time.monotonic() < deadline, "PostgreSQL did not come up"
            time.sleep(0.1)
