"""Bots on a real local server, for tests of what is sent to them: they note every call and answer as they are told to."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from agency.domain.terms.sharing import ChatChannel
from config.settings import settings

PATHS = {
    ChatChannel.FEISHU: "/open-apis/bot/v2/hook/{token}",
    ChatChannel.DINGTALK: "/robot/send?access_token={token}",
    ChatChannel.WECOM: "/cgi-bin/webhook/send?key={token}",
}
WELL = {"code": 0, "errcode": 0, "msg": "success", "errmsg": "ok"}


@dataclass(frozen=True)
class Arrived:
    """One call that arrived."""

    token: str
    text: str
    moment: float


@dataclass
class Bots:
    """What arrived at each bot, by its token, and what each is told to answer."""

    port: int
    calls: list[Arrived] = field(default_factory=list)
    answers: dict[str, list[dict[str, Any] | None]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)

    def address(self, channel: ChatChannel, token: str) -> str:
        """Return a bot's webhook address."""
        return f"http://127.0.0.1:{self.port}{PATHS[channel].format(token=token)}"

    def texts(self, token: str) -> list[str]:
        """Return what a bot was told, oldest first."""
        return [call.text for call in self.calls if call.token == token]

    def count(self, words: str) -> int:
        """Return in how many calls these words stood, the leads' group apart, where they are told of trouble."""
        return sum(words in call.text for call in self.calls if call.token != "leads")

    def answer(self, token: str, *answers: dict[str, Any] | None) -> None:
        """Let a bot answer its next calls so, and well after them; None breaks the line."""
        self.answers[token] = list(answers)

    def takes(self, token: str, text: str) -> dict[str, Any] | None:
        """Note a call and return what is answered."""
        self.calls.append(Arrived(token, text, time.monotonic()))
        time.sleep(self.slow.get(token, 0))
        told = self.answers.get(token)
        return told.pop(0) if told else WELL


def handler(bots: Bots) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            token = (query.get("access_token") or query.get("key") or [parts.path.rpartition("/")[2]])[0]
            read = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = bots.takes(token, json.dumps(read, ensure_ascii=False))
            if told is None:
                self.connection.close()
                return
            words = json.dumps(told).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(words)))
            self.end_headers()
            self.wfile.write(words)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def at_work() -> Iterator[Bots]:
    """Lend bots on a port of this machine."""
    bots = Bots(port=0)
    server = QuietServer(("127.0.0.1", 0), handler(bots))
    bots.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield bots
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class QuietServer(ThreadingHTTPServer):
    """Says nothing of callers that were killed."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


def connect(monkeypatch: pytest.MonkeyPatch, bots: Bots, **channels: ChatChannel) -> None:
    """Let the settings know a bot for each group, by its code; its token is the code in small letters."""
    groups = [{"code": code, "channel": channel, "url_env": f"BOT_{code}"} for code, channel in channels.items()]
    monkeypatch.setenv("SHORTVIDEO_GROUPS", json.dumps(groups))
    for code, channel in channels.items():
        monkeypatch.setenv(f"BOT_{code}", bots.address(channel, code.lower()))
    settings.cache_clear()
