"""YouTube's side of the sandbox: who may ask what, at the cost of how much of the day's quota."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxAgency
from agency.sandbox.face import Body, Call, Route, Told
from agency.sandbox.faults import Fault, Trouble
from agency.sandbox.youtube.asked import Asked
from agency.sandbox.youtube.contract import ENDPOINTS, Endpoint
from agency.sandbox.youtube.library import Channel, Library, Viewer
from agency.sandbox.youtube.oauth import TOKEN_PATH, token
from agency.sandbox.youtube.pages import FIRST_PAGE
from agency.sandbox.youtube.parameters import checked
from agency.sandbox.youtube.refusals import (
    AUTH_ERROR,
    FORBIDDEN,
    OAUTH_THROTTLED,
    THROTTLED,
    Refusal,
    told_error,
    told_oauth_error,
)
from agency.sandbox.youtube.reports import PACIFIC
from agency.sandbox.youtube.tokens import TokenDesk, granted


class YouTubeFace:
    """YouTube, for the channels of one description; ``calls_per_day`` are units of a day of Los Angeles here."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self._agency = agency
        self._clock = clock
        self._tokens = TokenDesk(agency, clock)
        self._library = Library(channels={each.open_id: Channel(each) for each in agency.accounts})
        self._units_of_day: Counter[date] = Counter()
        self.routes = [*map(self._figures, ENDPOINTS), Route(method="POST", path=TOKEN_PATH, answer=self._give)]

    def unknown(self) -> Told:
        """Return the refusal of an address."""
        return told_error(Refusal("notFound"))

    def code(self, open_id: str) -> str:
        """Let an owner agree."""
        return self._tokens.code(open_id)

    def revoke(self, open_id: str) -> None:
        """Let an owner take it back."""
        self._tokens.revoke(open_id)

    def token_ends(self) -> Mapping[str, datetime]:
        """Return until when each access token lives."""
        return self._tokens.ends()

    def _figures(self, endpoint: Endpoint) -> Route:
        def answer(call: Call, fault: Fault | None) -> Told:
            try:
                _refuse_on_command(fault, THROTTLED)
                body = endpoint.answer(self._asked(endpoint, call))
            except Refusal as refusal:
                return told_error(refusal)
            return Told(body=_turned_in_circles(body, call, fault))

        return Route(method="GET", path=endpoint.path, answer=answer)

    def _give(self, call: Call, fault: Fault | None) -> Told:
        try:
            _refuse_on_command(fault, OAUTH_THROTTLED)
            form = {name: str(value) for name, value in call.body.items()}
            return Told(body=token(self._tokens, self._agency, form))
        except Refusal as refusal:
            return told_oauth_error(refusal)

    def _asked(self, endpoint: Endpoint, call: Call) -> Asked:
        viewer = self._viewer(endpoint, call)
        self._count_against_quota(endpoint.units)
        values = checked(endpoint.parameters, call.pairs)
        return Asked(viewer=viewer, library=self._library, now=self._clock.now(), values=values)

    def _viewer(self, endpoint: Endpoint, call: Call) -> Viewer:
        scheme, _space, access_token = call.headers.get("authorization", "").partition(" ")
        if not scheme:
            return self._stranger(endpoint, call.query.get("key", ""))
        if scheme != "Bearer":
            raise Refusal(AUTH_ERROR)
        account = self._tokens.holder(access_token)
        if not granted(account) & set(endpoint.scopes):
            raise Refusal("insufficientPermissions")
        return Viewer(owner=self._library.channels[account.open_id])

    def _stranger(self, endpoint: Endpoint, key: str) -> Viewer:
        if not key:
            raise Refusal(FORBIDDEN)
        if key != self._agency.client_key:
            raise Refusal("keyInvalid")
        if not endpoint.key_opens:
            raise Refusal(AUTH_ERROR)
        return Viewer()

    def _count_against_quota(self, units: int) -> None:
        today, most = self._clock.now().astimezone(PACIFIC).date(), self._agency.calls_per_day
        self._units_of_day[today] += units
        if units and most is not None and self._units_of_day[today] > most:
            raise Refusal("quotaExceeded")


def _refuse_on_command(fault: Fault | None, throttled: str) -> None:
    if fault and fault.trouble == Trouble.REFUSED:
        raise Refusal(fault.code or throttled)


def _turned_in_circles(body: Body, call: Call, fault: Fault | None) -> Body:
    if fault and fault.trouble == Trouble.STUCK_CURSOR:
        return {**body, "nextPageToken": call.query.get("pageToken", FIRST_PAGE)}
    return body
