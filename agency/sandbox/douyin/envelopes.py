"""The four envelopes in which the platform's answers come, and the bare one of its user endpoint (platforms.md 1.3)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import JsonValue

from agency.sandbox.douyin.refusals import words
from agency.sandbox.face import Body

Payload = Mapping[str, JsonValue]


class Envelope(StrEnum):
    """Which wrapping an endpoint uses; any of them can be replaced by the gateway's."""

    OPEN = "A"
    OAUTH = "B"
    APPS = "C"
    GATEWAY = "D"
    BARE = "userinfo"


def wrap(envelope: Envelope, payload: Payload, now: datetime, code: int = 0) -> Body:
    """Wrap what an endpoint has to say; with a code other than 0 it says only that."""
    status: Body = {"error_code": code, "description": words(code) if code else ""}
    match envelope:
        case Envelope.OPEN:
            return {"data": {**status, **payload}, "extra": _extra(status, now)}
        case Envelope.OAUTH:
            return {"data": {**status, **payload}, "message": "error" if code else "success"}
        case Envelope.BARE:
            return {"data": {**status, **payload}}
        case Envelope.APPS:
            return {**_gateway(status, now), "data": {"data": dict(payload), "extra": _extra(status, now)}}
        case Envelope.GATEWAY:
            return {**_gateway(status, now), "data": None}


def trace(now: datetime) -> str:
    """Return the id under which the platform's support desk would find a call."""
    return f"{now:%Y%m%d%H%M%S%f}5A5A5A5A5A5A"


def _extra(status: Body, now: datetime) -> Body:
    return {
        **status,
        "sub_error_code": 0,
        "sub_description": status["description"],
        "logid": trace(now),
        "now": int(now.timestamp() * 1000),
    }


def _gateway(status: Body, now: datetime) -> Body:
    return {"err_no": status["error_code"], "err_msg": status["description"], "log_id": trace(now)}
