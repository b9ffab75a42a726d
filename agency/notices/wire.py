"""One call to a bot, and what is known of its fate: whether the words went out, and what was answered.

Whether they went out is told by whether anybody asked for them: a request whose body was never read has reached nobody,
whatever failed before. Each call has a line of its own, since one kept open may be dead, and a dead line would say of
every message that nobody knows whether it arrived.

An exception of ``requests`` holds the whole address, and the address is the secret: none gets out of here.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from io import BytesIO

import requests
from pydantic import JsonValue, SecretStr, TypeAdapter, ValidationError

CONNECT_S, READ_S = 5.0, 20.0
HEADERS = {"User-Agent": "shortvideo", "Content-Type": "application/json; charset=utf-8", "Connection": "close"}
JSON_OBJECT = TypeAdapter(dict[str, JsonValue])


class Fate(Enum):
    """How far a call came."""

    NOT_SENT = auto()
    BROKEN_OFF = auto()
    ANSWERED = auto()


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What became of a call; ``body`` is None where no JSON object came back, ``wait`` is what a Retry-After says."""

    fate: Fate
    status: int = 0
    body: Mapping[str, JsonValue] | None = None
    is_page: bool = False
    wait: float | None = None


class Outgoing(BytesIO):
    """The words of a call, which know whether anybody has begun to read them."""

    taken = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Hand out the words."""
        self.taken = True
        return super().read(size)


def post(
    address: SecretStr,
    body: Mapping[str, JsonValue],
    query: Mapping[str, SecretStr] | None = None,
    *,
    read_s: float = READ_S,
) -> Reply:
    """Post a JSON body and return what became of it; never raises for what happens on the way.

    Redirects are not followed: they would take the words, and the key, to somebody else.
    """
    quieten()
    outgoing = Outgoing(encoded(body))
    parameters = {name: value.get_secret_value() for name, value in (query or {}).items()}
    try:
        with requests.Session() as line:
            line.auth = unsigned  # else a netrc of this machine is read for every call
            answer = line.post(
                address.get_secret_value(),
                params=parameters,
                data=outgoing,
                headers=HEADERS,
                timeout=(CONNECT_S, read_s),
                allow_redirects=False,
            )
            return told(answer)
    except requests.RequestException:
        return Reply(fate=Fate.BROKEN_OFF if outgoing.taken else Fate.NOT_SENT)


def encoded(body: Mapping[str, JsonValue]) -> bytes:
    """Return a body as it goes out: Chinese as it is written, so that its size can be told beforehand."""
    return json.dumps(body, ensure_ascii=False).encode()


def told(answer: requests.Response) -> Reply:
    """Return what was answered."""
    try:
        body = JSON_OBJECT.validate_json(answer.content)
    except ValidationError:
        body = None
    return Reply(
        fate=Fate.ANSWERED,
        status=answer.status_code,
        body=body,
        is_page=answer.content.lstrip()[:1] == b"<" or answer.status_code != HTTPStatus.OK,
        wait=seconds(answer.headers.get("Retry-After", "")),
    )


def seconds(told: str) -> float | None:
    """Return a wait in seconds, None where it is told otherwise or not at all."""
    return float(told) if told.isascii() and told.isdigit() else None


def unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Return a request as it is."""
    return request


def quieten() -> None:
    """Let what lies beneath keep addresses out of its log, however talkative somebody asked it to be."""
    logging.getLogger("urllib3.connectionpool").setLevel(logging.ERROR)
