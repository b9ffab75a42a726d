"""Starts a sandbox inside this process, for tests and for whoever wants one for a while."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Thread

import uvicorn

from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxAgency
from agency.sandbox.remote import Remote
from agency.sandbox.sandbox import Sandbox
from agency.sandbox.server import app

HOST = "127.0.0.1"


@contextmanager
def serving(agency: SandboxAgency, *, port: int = 0, stands_at: datetime | None = None) -> Iterator[Remote]:
    """Serve a sandbox on 127.0.0.1 until the block ends; port 0 takes a free one."""
    with socket.create_server((HOST, port)) as listening:
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else every answer waits 40 ms for its end
        served = app(Sandbox(agency, Clock(stands_at)))
        server = uvicorn.Server(uvicorn.Config(served, log_config=None, access_log=False, lifespan="off"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            while thread.is_alive() and not server.started:
                time.sleep(0.01)
            yield Remote(f"http://{HOST}:{listening.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join()
