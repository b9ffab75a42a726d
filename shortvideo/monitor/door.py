"""The door of the watch: on this machine it is open, to others it opens with the house's own login."""

import hmac
from base64 import b64encode
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from agency.errors import Misconfigured
from agency.locale import _
from config.settings import Settings
from shortvideo.house.guarding import is_open_to_others, login

OPEN_PATHS = ("/live",)  # tells nothing but that it is there
ASKS = {"WWW-Authenticate": 'Basic realm="shortvideo", charset="UTF-8"'}


def login_for_others(chosen: Settings) -> str | None:
    """Return the login that is asked for, None where only this machine comes in.

    Raise ``Misconfigured`` where others could come in and the house has no password.
    """
    if not is_open_to_others(chosen.monitor_host):
        return None
    if (told := login(chosen)) is None:
        sentence = _("Others reach the health page at {host}, and the house has no password: run “{command}” first.")
        raise Misconfigured(sentence.format(host=chosen.monitor_host, command="python3 run.py password"))
    return told


def guarded_by(login: str | None, served: ASGIApp) -> ASGIApp:
    """Return an application that lets in who knows the login; everybody where there is none."""
    if login is None:
        return served
    expected = b"Basic " + b64encode(login.encode())

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        is_known = hmac.compare_digest(Headers(scope=scope).get("authorization", "").encode(), expected)
        if scope["type"] == "http" and not is_known and scope["path"] not in OPEN_PATHS:
            answer = PlainTextResponse(_("The house's login is needed here."), HTTPStatus.UNAUTHORIZED, ASKS)
            await answer(scope, receive, send)
        else:
            await served(scope, receive, send)

    return serve
