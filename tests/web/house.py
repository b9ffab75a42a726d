"""A house that offers files to tests: a real server on 127.0.0.1, and a shelf of invented files in its folder."""

import hashlib
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import requests
import uvicorn
from starlette.types import ASGIApp

from agency.web.app import application
from agency.web.links import Links
from agency.web.names import download_name
from agency.web.shelf import Offered

KEY = b"a key for the tests, and for nothing else"
LIST_ADDRESS = "http://127.0.0.1:4200/artifacts/key/files"
WEEK = timedelta(days=7)


@dataclass
class House:
    """The shelf (it is what the web asks), the address, and what makes links to it."""

    folder: Path
    links: Links
    offered: dict[str, Offered] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)

    def find(self, file_id: str) -> Offered | None:
        self.looked_up.append(file_id)
        return self.offered.get(file_id)

    def newest_first(self) -> Sequence[Offered]:
        return sorted(self.offered.values(), key=lambda file: file.made_at, reverse=True)

    def put(
        self,
        title: str,
        content: bytes = b"dumplings",
        *,
        place: str = "",
        kind: str = "复盘演示稿",
        project: str | None = "糖水铺(虚构) · SUGAR",
        made_at: datetime = datetime(2026, 11, 16, 1, 30, tzinfo=UTC),
    ) -> Offered:
        """Put a file into the folder and on the shelf."""
        path = self.folder / (place or f"{len(self.offered)}.pptx")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        file = Offered(
            file_id=f"01SUGAR{len(self.offered):019}",
            name=download_name(title, path.name),
            title=title,
            kind=kind,
            project=project,
            made_at=made_at,
            path=path,
            sha256=hashlib.sha256(content).hexdigest(),
            bytes=len(content),
        )
        self.offered[file.file_id] = file
        return file

    def link(self, file: Offered, *, age: timedelta = timedelta()) -> str:
        """Return a link to a file, made so long ago."""
        return self.links.to_file(file.file_id, file.name, datetime.now(UTC) - age)

    def list_link(self, *, age: timedelta = timedelta()) -> str:
        """Return a link to the list, made so long ago."""
        return self.links.to_list(datetime.now(UTC) - age)


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """Serve a house with an empty shelf until the block ends."""
    houses: list[House] = []

    def build(address: str) -> ASGIApp:
        house = House(folder=folder, links=Links(key=KEY, address=address, lifetime=WEEK))
        houses.append(house)
        return application(house, house.links, folder=folder, list_address=LIST_ADDRESS)

    with serving(build):
        yield houses[0]


@contextmanager
def serving(build: Callable[[str], ASGIApp]) -> Iterator[str]:
    """Serve what is built for an address on 127.0.0.1, and lend the address until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        served = build(address)
        server = uvicorn.Server(uvicorn.Config(served, log_config=None, access_log=False, lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            while thread.is_alive() and not server.started:
                time.sleep(0.01)
            yield address
        finally:
            server.should_exit = True
            thread.join()


def get(url: str, **options: object) -> requests.Response:
    """Ask as a browser does, past any proxy; nothing is followed."""
    with requests.Session() as session:
        session.trust_env = False
        return session.request("GET", url, timeout=20, allow_redirects=False, **options)


def raw(address: str, target: str, method: str = "GET") -> tuple[int, str]:
    """Send a request line as it stands, which no client would, and return the status and the body."""
    host, _colon, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1"))
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    head, _blank, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode(errors="replace")
