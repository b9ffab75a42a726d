"""Bilibili's side of the sandbox: whose call is good, what it may ask, and how the answer or the refusal comes."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from agency.sandbox.bilibili.contract import ENDPOINTS, Asked, Endpoint, Payload
from agency.sandbox.bilibili.oauth import CALLS, issue
from agency.sandbox.bilibili.refusals import (
    BAD_PARAMETER,
    BAD_TOKEN,
    QUOTA_USED_UP,
    SCOPE_NOT_GRANTED,
    THROTTLED,
    UNKNOWN_ADDRESS,
    Refusal,
    enveloped,
)
from agency.sandbox.bilibili.signature import SignatureDesk
from agency.sandbox.clock import BEIJING, Clock
from agency.sandbox.description import SandboxAccount, SandboxAgency
from agency.sandbox.face import Call, Route, Told
from agency.sandbox.faults import Fault, Trouble
from agency.sandbox.pairs import Lives, NoGood, PairDesk

# a refresh is refused when the access token beside it is past its end: then the owner must agree again
LIVES = Lives(access=timedelta(days=30), refresh=timedelta(days=30), access_prefix="bat.", refresh_prefix="brt.")
TOKEN_HEADER = "access-token"  # noqa: S105 - the name of a header


class BilibiliFace:
    """Bilibili, for the accounts of one description."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self._agency = agency
        self._clock = clock
        self._pairs = PairDesk(agency, clock, LIVES)
        self._signatures = SignatureDesk(agency, clock)
        self._calls_of_day: Counter[date] = Counter()
        self.routes = [*map(self._figures, ENDPOINTS), *map(self._tokens, CALLS)]

    def unknown(self) -> Told:
        """Return the refusal of an address."""
        return Told(body=enveloped(None, self._clock.now(), UNKNOWN_ADDRESS), status=404)

    def code(self, open_id: str) -> str:
        """Let an owner agree."""
        return self._pairs.code(open_id)

    def revoke(self, open_id: str) -> None:
        """Let an owner take it back."""
        self._pairs.revoke(open_id)

    def token_ends(self) -> Mapping[str, datetime]:
        """Return until when each token lives."""
        return self._pairs.ends()

    def _figures(self, endpoint: Endpoint) -> Route:
        def answer(call: Call, fault: Fault | None) -> Told:
            return self._told(lambda: endpoint.answer(self._asked(endpoint, call, fault)), fault)

        return Route(method="GET", path=endpoint.path, answer=answer)

    def _tokens(self, path: str) -> Route:
        def answer(call: Call, fault: Fault | None) -> Told:
            form = {name: str(text) for name, text in call.body.items()}
            return self._told(lambda: issue(self._agency, self._pairs, path, form), fault)

        return Route(method="POST", path=path, answer=answer)

    def _told(self, answer: Callable[[], Payload], fault: Fault | None) -> Told:
        now = self._clock.now()
        try:
            if fault and fault.trouble == Trouble.REFUSED:
                raise Refusal(fault.code or THROTTLED)
            return Told(body=enveloped(answer(), now))
        except Refusal as refusal:
            return Told(body=enveloped(None, now, refusal.code))

    def _asked(self, endpoint: Endpoint, call: Call, fault: Fault | None) -> Asked:
        self._signatures.check(call.headers)
        account = self._holder(call)
        self._count_against_quota()
        if call.body or not set(endpoint.needs) <= set(call.query) <= {*endpoint.needs, *endpoint.takes}:
            raise Refusal(BAD_PARAMETER)
        if endpoint.scope not in account.scopes:
            raise Refusal(SCOPE_NOT_GRANTED)
        return Asked(account=account, now=self._clock.now(), query=_turned_in_circles(call, fault))

    def _holder(self, call: Call) -> SandboxAccount:
        try:
            return self._pairs.holder(call.headers.get(TOKEN_HEADER, ""))
        except NoGood:
            raise Refusal(BAD_TOKEN) from None

    def _count_against_quota(self) -> None:
        today = self._clock.now().astimezone(BEIJING).date()
        self._calls_of_day[today] += 1
        if self._agency.calls_per_day is not None and self._calls_of_day[today] > self._agency.calls_per_day:
            raise Refusal(QUOTA_USED_UP)


def _turned_in_circles(call: Call, fault: Fault | None) -> Mapping[str, str]:
    if fault and fault.trouble == Trouble.STUCK_CURSOR:
        return {**call.query, "pn": "1"}
    return call.query
