"""One HTTP session with a platform: timeouts, pace, patience, and one clear sentence for everything a line can do.

Keys travel in headers or bodies. An exception of ``requests`` carries the whole request, headers and all, so none is
chained to what is raised here. Redirects are not followed: they would take the token to another host.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from agency.errors import Misconfigured, PlatformRefused, PlatformUnavailable, SlowDown
from agency.locale import _

T = TypeVar("T")
Body = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How a client behaves; all times in seconds.

    A call is tried ``attempts`` times, with full jitter up to ``longest_wait_s`` in between; a platform that asks for
    a longer pause than that is left alone. ``calls_per_second`` is the pace of one session, None for no limit.
    """

    connect_s: float = 5.0
    read_s: float = 20.0
    attempts: int = 5
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    calls_per_second: float | None = 5.0


@dataclass(frozen=True, kw_only=True)
class Request:
    """One call; what may hold a key or a token shows in no ``repr``."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str | int] | None = None
    json: Mapping[str, str | Sequence[str]] | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)


class PlatformSession:
    """Calls to one platform, one at a time; give every thread its own."""

    def __init__(self, base_url: str, platform: str, manners: Manners) -> None:
        if not base_url.startswith(("https://", "http://")):
            raise Misconfigured(
                _("The address of {platform} must begin with https:// or http://.").format(platform=platform)
            )
        self._base_url = base_url.rstrip("/")
        self._platform = platform
        self._manners = manners
        self._http = requests.Session()
        self._next_call_at = 0.0

    def close(self) -> None:
        """Let go of the connection."""
        self._http.close()

    def patiently(self, call: Callable[[], T]) -> T:
        """Make a call that may be repeated, again and again while it may heal; its last error is raised as it is."""
        manners = self._manners
        jitter = wait_random_exponential(multiplier=manners.first_wait_s, max=manners.longest_wait_s)
        retrying = Retrying(
            retry=retry_if_exception_type(PlatformUnavailable),
            wait=lambda state: (_asked_wait(state) or 0) + jitter(state),
            stop=lambda state: (
                stop_after_attempt(manners.attempts)(state) or (_asked_wait(state) or 0) > manners.longest_wait_s
            ),
            reraise=True,
        )
        return retrying(call)

    def ask(self, request: Request) -> Body:
        """Return the JSON object that was answered, whatever it says.

        Raises PlatformUnavailable for a line or a proxy that failed, SlowDown when patience was asked for by status,
        PlatformRefused for a status that blames the request and explains nothing.
        """
        self._keep_pace()
        try:
            response = self._send(request)
        except requests.Timeout:
            trouble = _("{platform} did not answer in time at {path}.")
        except requests.RequestException:
            trouble = _("{platform} could not be reached, or broke off, at {path}.")
        else:
            return self._read(response, request.path)
        raise PlatformUnavailable(trouble.format(platform=self._platform, path=request.path))

    def _send(self, request: Request) -> requests.Response:
        return self._http.request(
            request.method,
            f"{self._base_url}{request.path}",
            headers=request.headers,
            params=request.query,
            json=request.json,
            data=request.form,
            timeout=(self._manners.connect_s, self._manners.read_s),
            allow_redirects=False,
        )

    def _read(self, response: requests.Response, path: str) -> Body:
        place = {"platform": self._platform, "path": path, "status": response.status_code}
        wait = retry_after(response)
        if response.status_code == requests.codes.too_many_requests or (wait is not None and not response.ok):
            raise SlowDown(_("{platform} asks for patience at {path}.").format(**place), wait=wait)
        if response.status_code >= requests.codes.internal_server_error:
            raise PlatformUnavailable(_("{platform} is in trouble: status {status} at {path}.").format(**place))
        if response.is_redirect:
            raise PlatformUnavailable(_("{platform} sends us elsewhere at {path}; not followed.").format(**place))
        body = _json_object(response)
        if body is not None:
            return body
        if response.ok:
            sentence = _("{platform} answered at {path} with a page or a fragment instead of JSON.")
            raise PlatformUnavailable(sentence.format(**place))
        raise PlatformRefused(_("{platform} refused with status {status} at {path}.").format(**place))

    def _keep_pace(self) -> None:
        if self._manners.calls_per_second is None:
            return
        now = time.monotonic()
        time.sleep(max(0.0, self._next_call_at - now))
        self._next_call_at = max(now, self._next_call_at) + 1 / self._manners.calls_per_second


def _json_object(response: requests.Response) -> Body | None:
    try:
        body = response.json()
    except requests.JSONDecodeError:
        return None
    return body if isinstance(body, dict) else None


def retry_after(response: requests.Response) -> float | None:
    """Return the seconds an answer asks us to wait, None when it does not say.

    A date is measured against the answer's own, so no clock of ours is asked.
    """
    text = response.headers.get("Retry-After", "")
    if text.replace(".", "", 1).isdecimal():
        return float(text)
    until, sent = _moment(text), _moment(response.headers.get("Date", ""))
    return max(0.0, (until - sent).total_seconds()) if until and sent else None


def _moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _asked_wait(state: RetryCallState) -> float | None:
    error = state.outcome and state.outcome.exception()
    return error.wait if isinstance(error, SlowDown) else None
