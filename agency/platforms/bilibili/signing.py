"""Signs every call that carries a token, anew each time it goes out (platforms.md 4.2, signature version 2.0).

A nonce is good once and a moment for ten minutes, so a call that is tried again may not go out as it went before. That is
why a carrier signs, and not whoever words the request.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from agency.platforms.grants import Application
from agency.platforms.request import Answer, Carrier, Request

TOKEN_HEADER = "access-token"  # noqa: S105 - the name of a header
VERSION = "2.0"
NO_BODY = hashlib.md5(b"", usedforsecurity=False).hexdigest()
JSON = {"Accept": "application/json", "Content-Type": "application/json"}


class Signing:
    """A carrier that signs in the application's name what another one carries; it signs reading calls, which have no body.

    ``clock`` tells the present moment, ``nonce`` a text that was never used before.
    """

    def __init__(
        self,
        carrier: Carrier,
        application: Application,
        clock: Callable[[], datetime],
        nonce: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        self._carrier = carrier
        self._application = application
        self._clock = clock
        self._nonce = nonce

    def send(self, request: Request) -> Answer:
        """Return the answer; raises PlatformUnavailable where none came."""
        if TOKEN_HEADER not in request.headers:
            return self._carrier.send(request)
        told = {
            "x-bili-accesskeyid": self._application.client_key,
            "x-bili-content-md5": NO_BODY,
            "x-bili-signature-method": "HMAC-SHA256",
            "x-bili-signature-nonce": self._nonce(),
            "x-bili-signature-version": VERSION,
            "x-bili-timestamp": str(int(self._clock().timestamp())),
        }
        signed = {**request.headers, **JSON, **told, "Authorization": signature(told, self._application.client_secret)}
        return self._carrier.send(replace(request, headers=signed))

    def close(self) -> None:
        """Let go of the connection."""
        self._carrier.close()


def signature(told: Mapping[str, str], secret: str) -> str:
    """Return the signature of the ``x-bili-*`` headers, in lower-case hexadecimals."""
    text = "\n".join(f"{name}:{value}" for name, value in sorted(told.items()))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
