"""Kept pages behind HTTP/1.1 in a process of their own, so fast that whoever reads them is what is measured.

``python -m benchmarks.ground.served`` says its address when it is ready, and serves until it is ended. No token is
looked at: the sandbox did that when the pages were taken.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qsl

from agency.sandbox.serve import HOST
from benchmarks.ground.invented import Scale
from benchmarks.ground.taking import Asked, pages, session_of_one

TOLD = "/_served/told"
END_OF_HEAD = b"\r\n\r\n"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a server has done since its start: calls answered, and seconds of its own CPU spent on them."""

    calls: int
    cpu_s: float


@dataclass(frozen=True, kw_only=True)
class Served:
    """A running server of kept pages."""

    base_url: str
    latency_s: float

    def told(self) -> Told:
        """Ask the server what it has done; this call is not counted."""
        with session_of_one() as session:
            return Told(**session.get(f"{self.base_url}{TOLD}", timeout=10).json())


@contextmanager
def served(scale: Scale, *, latency_ms: int = 0) -> Iterator[Served]:
    """Serve the pages of this scale from another process until the block ends; ready when the block begins."""
    options = ("--accounts", scale.accounts, "--videos", scale.videos, "--latency-ms", latency_ms)
    command = [sys.executable, "-m", "benchmarks.ground.served", *map(str, options)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            if not (base_url := process.stdout.readline().strip()):
                raise RuntimeError("the server of kept pages ended before it was ready")
            yield Served(base_url=base_url, latency_s=latency_ms / 1000)
        finally:
            process.terminate()


class Shelf:
    """The kept answers, found by the request line; what nobody kept is answered with 404."""

    def __init__(self, kept: Mapping[Asked, bytes]) -> None:
        self._kept = kept
        self._by_target: dict[bytes, bytes] = {}
        self._calls: Counter[bytes] = Counter()

    def answer(self, target: bytes) -> bytes:
        """Return the whole answer for a request's target."""
        if target == TOLD.encode():
            told = {"calls": self._calls.total(), "cpu_s": time.process_time()}
            return _response(200, json.dumps(told).encode())
        self._calls[target] += 1
        if target not in self._by_target:
            self._by_target[target] = self._found(target)
        return self._by_target[target]

    def _found(self, target: bytes) -> bytes:
        path, _mark, query = target.decode().partition("?")
        named = dict(parse_qsl(query))
        differs = named.get("cursor") or named.get("date_type") or "0"
        body = self._kept.get((path, named.get("open_id", ""), differs))
        return _response(404, b"{}") if body is None else _response(200, body)


class Line(asyncio.Protocol):
    """One kept-alive connection; a request here has no body."""

    def __init__(self, shelf: Shelf, latency_s: float) -> None:
        self._shelf = shelf
        self._latency_s = latency_s
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete, each after the latency."""
        self._unread += data
        while END_OF_HEAD in self._unread:
            head, self._unread = self._unread.split(END_OF_HEAD, 1)
            answer = self._shelf.answer(head.split(b" ", 2)[1])
            if self._latency_s:
                asyncio.get_running_loop().call_later(self._latency_s, self._transport.write, answer)
            else:
                self._transport.write(answer)


def _response(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _serve(shelf: Shelf, latency_s: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Line(shelf, latency_s), HOST, 0, backlog=256)
    print(f"http://{HOST}:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ground.served", description=__doc__)
    parser.add_argument("--accounts", type=int, default=Scale.accounts)
    parser.add_argument("--videos", type=int, default=Scale.videos)
    parser.add_argument("--latency-ms", type=int, default=0)
    options = parser.parse_args()
    kept = pages(Scale(accounts=options.accounts, videos=options.videos))
    asyncio.run(_serve(Shelf(kept), options.latency_ms / 1000))


if __name__ == "__main__":
    main()
