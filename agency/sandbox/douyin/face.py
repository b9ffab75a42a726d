"""Douyin's side of the sandbox: who may ask what, and in which envelope the answer or the refusal comes."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from agency.sandbox.clock import BEIJING, Clock
from agency.sandbox.description import SandboxAgency
from agency.sandbox.douyin.asked import Asked, Shelf
from agency.sandbox.douyin.contract import ENDPOINTS, Endpoint
from agency.sandbox.douyin.envelopes import Envelope, Payload, wrap
from agency.sandbox.douyin.oauth import OAUTH_ENDPOINTS, Applied, OAuthEndpoint
from agency.sandbox.douyin.refusals import (
    BAD_PARAMETER,
    INVALID_TOKEN,
    QUOTA_USED_UP,
    SCOPE_NOT_GRANTED,
    THROTTLED,
    UNKNOWN_URI,
    Refusal,
)
from agency.sandbox.douyin.tokens import TokenDesk
from agency.sandbox.face import Call, Route, Told
from agency.sandbox.faults import Fault, Trouble


class DouyinFace:
    """Douyin, for the accounts of one description."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self._agency = agency
        self._clock = clock
        self._tokens = TokenDesk(agency, clock)
        self._shelves = {account.open_id: Shelf(account) for account in agency.accounts}
        self._calls_of_day: Counter[date] = Counter()
        self.routes = [*map(self._figures, ENDPOINTS), *map(self._oauth, OAUTH_ENDPOINTS)]

    def unknown(self) -> Told:
        """Return the gateway's refusal of an address."""
        return Told(body=wrap(Envelope.GATEWAY, {}, self._clock.now(), UNKNOWN_URI), status=404)

    def code(self, open_id: str) -> str:
        """Let an owner agree."""
        return self._tokens.code(open_id)

    def revoke(self, open_id: str) -> None:
        """Let an owner take it back."""
        self._tokens.revoke(open_id)

    def token_ends(self) -> Mapping[str, datetime]:
        """Return until when each token lives."""
        return self._tokens.ends()

    def _figures(self, endpoint: Endpoint) -> Route:
        def answer(call: Call, fault: Fault | None) -> Told:
            now = self._clock.now()
            try:
                _refuse_on_command(fault)
                payload = endpoint.answer(self._asked(endpoint, call))
            except Refusal as refusal:
                return Told(body=wrap(_envelope(endpoint.envelope, fault), {}, now, refusal.code))
            return Told(body=wrap(endpoint.envelope, _turned_in_circles(payload, call, fault), now))

        return Route(method=endpoint.method, path=endpoint.path, answer=answer)

    def _oauth(self, endpoint: OAuthEndpoint) -> Route:
        def answer(call: Call, fault: Fault | None) -> Told:
            now = self._clock.now()
            fields = {name: str(value) for name, value in call.body.items() if name in endpoint.body}
            try:
                _refuse_on_command(fault)
                payload = endpoint.answer(Applied(desk=self._tokens, agency=self._agency, now=now, fields=fields))
            except Refusal as refusal:
                return Told(body=wrap(_envelope(Envelope.OAUTH, fault), {}, now, refusal.code))
            return Told(body=wrap(Envelope.OAUTH, payload, now))

        return Route(method="POST", path=endpoint.path, answer=answer)

    def _asked(self, endpoint: Endpoint, call: Call) -> Asked:
        holder = self._tokens.holder(call.headers.get(endpoint.token_header, ""))
        self._count_against_quota()
        if not set(call.query) <= set(endpoint.query) or not set(call.body) <= set(endpoint.body):
            raise Refusal(BAD_PARAMETER)
        if (call.query.get("open_id") or call.body.get("open_id")) != holder.account.open_id:
            raise Refusal(INVALID_TOKEN)
        if endpoint.scope not in holder.account.scopes:
            raise Refusal(SCOPE_NOT_GRANTED)
        shelf = self._shelves[holder.account.open_id]
        return Asked(shelf=shelf, now=self._clock.now(), authorised_at=holder.since, query=call.query, body=call.body)

    def _count_against_quota(self) -> None:
        today = self._clock.now().astimezone(BEIJING).date()
        self._calls_of_day[today] += 1
        if self._agency.calls_per_day is not None and self._calls_of_day[today] > self._agency.calls_per_day:
            raise Refusal(QUOTA_USED_UP)


def _refuse_on_command(fault: Fault | None) -> None:
    if fault and fault.trouble in (Trouble.REFUSED, Trouble.GATEWAY):
        raise Refusal(int(fault.code or THROTTLED))


def _envelope(usual: Envelope, fault: Fault | None) -> Envelope:
    return Envelope.GATEWAY if fault and fault.trouble == Trouble.GATEWAY else usual


def _turned_in_circles(payload: Payload, call: Call, fault: Fault | None) -> Payload:
    if fault and fault.trouble == Trouble.STUCK_CURSOR:
        return {**payload, "cursor": int(call.query["cursor"]), "has_more": True}
    return payload
