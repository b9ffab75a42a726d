"""One conversation with a platform: asks at its pace, with patience, judges what it says and reads it into a shape."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from agency.errors import PlatformError, PlatformRefused, PlatformUnavailable, SlowDown
from agency.locale import _
from agency.platforms.request import Answer, Carrier, Request

T = TypeVar("T")
Shape = TypeVar("Shape", bound=BaseModel)
Body = Mapping[str, Any]

ESCAPED_NUL = rb"\u0000"

Payload = Callable[[Body, str], Body]
"""Returns what lies inside a platform's envelope, given the body and the path, or raises by reaction."""


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How a client behaves; all times in seconds.

    A call is tried ``attempts`` times, with full jitter up to ``longest_wait_s`` in between; a platform that asks for
    a longer pause than that is left alone. ``pace`` is called before every try and returns when it may go.
    """

    attempts: int = 5
    first_wait_s: float = 1.0
    longest_wait_s: float = 60.0
    pace: Callable[[], None] = lambda: None


class PlatformLine:
    """Calls to one platform, one at a time; give every thread its own, and close it after use."""

    def __init__(self, platform: str, carrier: Carrier, payload: Payload, manners: Manners | None = None) -> None:
        self._platform = platform
        self._carrier = carrier
        self._payload = payload
        self._manners = manners or Manners()

    def close(self) -> None:
        """Let go of the connection."""
        self._carrier.close()

    def read(self, request: Request, shape: type[Shape]) -> Shape:
        """Ask, again and again while it may heal, for what may be asked twice; the last error is raised as it is."""
        return self._patiently(lambda: self.read_once(request, shape))

    def read_once(self, request: Request, shape: type[Shape]) -> Shape:
        """Ask a single time; raises by reaction, and PlatformUnavailable for a payload of another shape."""
        self._manners.pace()
        inside = self._payload(self._body(self._carrier.send(request), request.path), request.path)
        try:
            return shape.model_validate(inside)
        except ValidationError as error:
            fields = ", ".join(sorted({".".join(map(str, each["loc"])) for each in error.errors()}))
        sentence = _("The answer of {platform} at {path} cannot be read: {fields}.")
        raise PlatformUnavailable(sentence.format(platform=self._platform, path=request.path, fields=fields))

    def _patiently(self, call: Callable[[], T]) -> T:
        manners = self._manners
        jitter = wait_random_exponential(multiplier=manners.first_wait_s, max=manners.longest_wait_s)
        try:
            return call()  # goes well nearly always, and then needs none of the machinery below
        except PlatformUnavailable as error:
            first = error
        retrying = Retrying(
            retry=retry_if_exception_type(PlatformUnavailable),
            wait=lambda state: (_asked_wait(state) or 0) + jitter(state),
            stop=lambda state: (
                stop_after_attempt(manners.attempts)(state) or (_asked_wait(state) or 0) > manners.longest_wait_s
            ),
            reraise=True,
        )
        return retrying(_with_first(first, call))

    def _body(self, answer: Answer, path: str) -> Body:
        """Return the JSON object that was answered; judges only what its status says for every platform alike."""
        body = _json_object(answer)
        place = {"platform": self._platform, "path": path, "status": answer.status}
        wait = retry_after(answer.headers)
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS or (wait is not None and not _is_good(answer)):
            sentence = _("{platform} asks for patience at {path}.").format(**place)
            raise SlowDown(sentence, wait=wait, **self._own_words(body, path))
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            sentence = _("{platform} is in trouble: status {status} at {path}.").format(**place)
            raise PlatformUnavailable(sentence, **self._own_words(body, path))
        if HTTPStatus.MULTIPLE_CHOICES <= answer.status < HTTPStatus.BAD_REQUEST:
            raise PlatformUnavailable(_("{platform} sends us elsewhere at {path}; not followed.").format(**place))
        if body is not None:
            return body
        if _is_good(answer):
            sentence = _("{platform} answered at {path} with a page or a fragment instead of JSON.")
            raise PlatformUnavailable(sentence.format(**place))
        raise PlatformRefused(_("{platform} refused with status {status} at {path}.").format(**place))

    def _own_words(self, body: Body | None, path: str) -> dict[str, str]:
        """Return the platform's own code and trace out of an answer that its status has judged already."""
        try:
            self._payload(body or {}, path)
        except PlatformError as told:
            return {"code": told.code, "trace": told.trace}
        return {}


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds an answer asks us to wait, None when it does not say.

    A date is measured against the answer's own, so no clock of ours is asked.
    """
    text = headers.get("retry-after", "")
    if text.replace(".", "", 1).isdecimal():
        return float(text)
    until, sent = _moment(text), _moment(headers.get("date", ""))
    return max(0.0, (until - sent).total_seconds()) if until and sent else None


def _with_first(first: PlatformUnavailable, call: Callable[[], T]) -> Callable[[], T]:
    """Return a call whose first try is the one that has failed already."""
    failed = [first]

    def again() -> T:
        if failed:
            raise failed.pop()
        return call()

    return again


def _is_good(answer: Answer) -> bool:
    return answer.status < HTTPStatus.BAD_REQUEST


def _json_object(answer: Answer) -> dict[str, Any] | None:
    try:
        body = from_json(answer.content, allow_inf_nan=False)
    except ValueError:
        return None
    if not isinstance(body, dict):
        return None
    return without_nul(body) if ESCAPED_NUL in answer.content else body


def without_nul(told: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return what was told without the one character that no database keeps."""
    match told:
        case str():
            return told.replace("\0", "")
        case list():
            return [without_nul(each) for each in told]
        case dict():
            return {key: without_nul(each) for key, each in told.items()}
        case _:
            return told


def _moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _asked_wait(state: RetryCallState) -> float | None:
    error = state.outcome and state.outcome.exception()
    return error.wait if isinstance(error, SlowDown) else None
