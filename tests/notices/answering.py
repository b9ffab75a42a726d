"""A server that gives one answer, whatever it is asked."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def answering(answer: bytes | None) -> Iterator[str]:
    """Serve one answer to whoever calls, whatever it is called for; None hangs up on everybody. Lends its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=answer_once, args=(listening, answer))
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def answer_once(listening: socket.socket, answer: bytes | None) -> None:
    line, _caller = listening.accept()
    with line:
        if answer is not None:
            asked = line.recv(100_000)
            head, _, _body = asked.partition(b"\r\n")
            line.sendall(answer.replace(b"ASKED", json.dumps(head.decode())[1:-1].encode()))


def http(body: bytes, status: str = "200 OK", length: int | None = None) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nConnection: close\r\n"
    return head.encode() + (f"Content-Length: {length}\r\n" if length else "").encode() + b"\r\n" + body
