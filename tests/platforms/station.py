"""A server that keeps what it was asked, for tests of whatever goes out over the wire."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from agency.platforms.http import CONNECTIONS


class Station(ThreadingHTTPServer):
    """A server that keeps what it was asked, counts its connections, and can hold its answers back."""

    daemon_threads = True

    def handle_error(self, *_caller: object) -> None:
        """Keep quiet about a caller who hung up."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Clerk)
        self.asked: list[str] = []
        self.heard: list[str] = []
        self.connections = 0
        self.at_once = self.most_at_once = 0
        self.crowded, self.overcrowded, self.open = threading.Event(), threading.Event(), threading.Event()
        self.open.set()
        self.status, self.body = 200, b"{}"
        self.headers: dict[str, str] = {}
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def serve_in_line(self, path: str, headers: str) -> None:
        with self.lock:
            self.asked.append(path)
            self.heard.append(headers)
            self.at_once += 1
            self.most_at_once = max(self.at_once, self.most_at_once)
            if self.at_once == CONNECTIONS:
                self.crowded.set()
            elif self.at_once > CONNECTIONS:
                self.overcrowded.set()
        self.open.wait(20)
        with self.lock:
            self.at_once -= 1


class Clerk(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Station

    def setup(self) -> None:
        super().setup()
        with self.server.lock:
            self.server.connections += 1

    def do_GET(self) -> None:
        self.server.serve_in_line(self.path, str(self.headers))
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(self.server.body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_words: object) -> None:
        """Keep quiet."""


@contextmanager
def staffed() -> Iterator[Station]:
    with Station() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.open.set()
        server.shutdown()
        thread.join()
