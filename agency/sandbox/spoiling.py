"""How an answer looks when it is spoiled: by a proxy, by a cut line, by delay, by numbers spelled as text."""

import asyncio
import json

from pydantic import JsonValue
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Receive, Scope, Send

from agency.sandbox.face import Body, Told
from agency.sandbox.faults import Fault, Trouble

PROXY_PAGE = "<!DOCTYPE html><html><body><h1>Gateway of Nowhere</h1></body></html>"


class CutOff(Response):
    """An answer whose line goes dead in the middle."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin the answer and never end it, upon which the server drops the connection."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": bytes(self.body)[:20], "more_body": True})


async def spoiled(fault: Fault | None, told: Told) -> Response:
    """Return the answer as the fault would have it; untouched without one, or when the trouble is in its words."""
    if fault and fault.trouble == Trouble.SLOW:
        await asyncio.sleep(fault.seconds or 0)
    spoilt = _in_the_place_of(told.body, fault) if fault else None
    return spoilt or JSONResponse(told.body, told.status, told.headers)


def _in_the_place_of(body: Body, fault: Fault) -> Response | None:
    match fault.trouble:
        case Trouble.TOO_MANY:
            return HTMLResponse(PROXY_PAGE, 429, _retry_after(fault))
        case Trouble.BAD_GATEWAY:
            return HTMLResponse(PROXY_PAGE, 502, _retry_after(fault))
        case Trouble.HTML:
            return HTMLResponse(PROXY_PAGE)
        case Trouble.MOVED:
            return RedirectResponse("/_sandbox/elsewhere")
        case Trouble.TRUNCATED:
            text = json.dumps(body)
            return Response(text[: len(text) // 2], media_type="application/json")
        case Trouble.CUT_OFF:
            return CutOff(json.dumps(body), media_type="application/json")
        case Trouble.TEXT_NUMBERS:
            return JSONResponse(_numbers_as_text(body))
        case _:
            return None


def _retry_after(fault: Fault) -> dict[str, str]:
    return {} if fault.seconds is None else {"Retry-After": f"{fault.seconds:g}"}


def _numbers_as_text(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return {name: _numbers_as_text(each) for name, each in value.items()}
        case list():
            return [_numbers_as_text(each) for each in value]
        case bool() | None | str():
            return value
        case _:
            return str(value)
