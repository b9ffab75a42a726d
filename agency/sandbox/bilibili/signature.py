"""Checks the signature of a call: whose it is, that it is fresh, and that it never came before (version 2.0)."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from agency.sandbox.bilibili.refusals import (
    BAD_DIGEST,
    BAD_PARAMETER,
    BAD_SIGNATURE,
    REPEATED,
    STALE,
    UNKNOWN_APPLICATION,
    UNKNOWN_METHOD,
    UNKNOWN_VERSION,
    Refusal,
)
from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxAgency

FRESH_FOR = timedelta(minutes=10)
SIGNED = (
    "x-bili-accesskeyid",
    "x-bili-content-md5",
    "x-bili-signature-method",
    "x-bili-signature-nonce",
    "x-bili-signature-version",
    "x-bili-timestamp",
)
NO_BODY = "d41d8cd98f00b204e9800998ecf8427e"


class SignatureDesk:
    """Remembers every nonce; used from one thread, the event loop's."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self._agency = agency
        self._clock = clock
        self._seen: set[str] = set()

    def check(self, headers: Mapping[str, str]) -> None:
        """Refuse a call without a body that is not signed as the contract has it."""
        told = {name: headers.get(name, "") for name in SIGNED}
        if not all(told.values()) or headers.get("accept") != "application/json":
            raise Refusal(BAD_PARAMETER)
        self._check_what_is_told(told)
        if not _is_near(told["x-bili-timestamp"], self._clock.now()):
            raise Refusal(STALE)
        if not hmac.compare_digest(self._signature(told), headers.get("authorization", "")):
            raise Refusal(BAD_SIGNATURE)
        if (nonce := told["x-bili-signature-nonce"]) in self._seen:
            raise Refusal(REPEATED)
        self._seen.add(nonce)

    def _check_what_is_told(self, told: Mapping[str, str]) -> None:
        expected = (
            ("x-bili-accesskeyid", self._agency.client_key, UNKNOWN_APPLICATION),
            ("x-bili-signature-method", "HMAC-SHA256", UNKNOWN_METHOD),
            ("x-bili-signature-version", "2.0", UNKNOWN_VERSION),
            ("x-bili-content-md5", NO_BODY, BAD_DIGEST),
        )
        for name, value, code in expected:
            if told[name] != value:
                raise Refusal(code)

    def _signature(self, told: Mapping[str, str]) -> str:
        text = "\n".join(f"{name}:{told[name]}" for name in SIGNED)
        return hmac.new(self._agency.client_secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def _is_near(seconds: str, now: datetime) -> bool:
    return seconds.isdecimal() and abs(int(seconds) - now.timestamp()) <= FRESH_FOR.total_seconds()
