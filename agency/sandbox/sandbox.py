"""One running sandbox: its description, clock, tokens, troubles, and how it comes to an answer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import JsonValue

from agency.sandbox.asked import Asked, Shelf
from agency.sandbox.clock import BEIJING, Clock
from agency.sandbox.contract import Endpoint
from agency.sandbox.description import SandboxAgency
from agency.sandbox.envelopes import Body, Envelope, Payload, wrap
from agency.sandbox.faults import Fault, Faults, Trouble
from agency.sandbox.oauth import Applied, OAuthEndpoint
from agency.sandbox.refusals import BAD_PARAMETER, INVALID_TOKEN, QUOTA_USED_UP, SCOPE_NOT_GRANTED, Refusal
from agency.sandbox.tokens import TokenDesk


@dataclass(frozen=True, kw_only=True)
class Call:
    """What came in over the wire."""

    headers: Mapping[str, str]
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, JsonValue] = field(default_factory=dict)


class Sandbox:
    """The state behind one server; used from one thread, the event loop's."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self.agency = agency
        self.clock = clock
        self.tokens = TokenDesk(agency, clock)
        self.faults = Faults()
        self.calls: Counter[str] = Counter()
        self._shelves = {account.open_id: Shelf(account) for account in agency.accounts}
        self._calls_of_day: Counter[date] = Counter()

    def answer(self, endpoint: Endpoint, call: Call, fault: Fault | None) -> Body:
        """Return the body for one call, in its envelope, whether it gives or refuses."""
        now = self.clock.now()
        try:
            _refuse_on_command(fault)
            payload = endpoint.answer(self._asked(endpoint, call))
        except Refusal as refusal:
            return wrap(_envelope(endpoint.envelope, fault), {}, now, refusal.code)
        return wrap(endpoint.envelope, _turned_in_circles(payload, call, fault), now)

    def answer_oauth(self, endpoint: OAuthEndpoint, call: Call, fault: Fault | None) -> Body:
        """Return the body for one call that gives tokens."""
        now = self.clock.now()
        fields = {name: str(value) for name, value in call.body.items() if name in endpoint.body}
        try:
            _refuse_on_command(fault)
            payload = endpoint.answer(Applied(desk=self.tokens, agency=self.agency, now=now, fields=fields))
        except Refusal as refusal:
            return wrap(_envelope(Envelope.OAUTH, fault), {}, now, refusal.code)
        return wrap(Envelope.OAUTH, payload, now)

    def _asked(self, endpoint: Endpoint, call: Call) -> Asked:
        holder = self.tokens.holder(call.headers.get(endpoint.token_header, ""))
        self._count_against_quota()
        if not set(call.query) <= set(endpoint.query) or not set(call.body) <= set(endpoint.body):
            raise Refusal(BAD_PARAMETER)
        if (call.query.get("open_id") or call.body.get("open_id")) != holder.account.open_id:
            raise Refusal(INVALID_TOKEN)
        if endpoint.scope not in holder.account.scopes:
            raise Refusal(SCOPE_NOT_GRANTED)
        shelf = self._shelves[holder.account.open_id]
        return Asked(shelf=shelf, now=self.clock.now(), authorised_at=holder.since, query=call.query, body=call.body)

    def _count_against_quota(self) -> None:
        today = self.clock.now().astimezone(BEIJING).date()
        self._calls_of_day[today] += 1
        if self.agency.calls_per_day is not None and self._calls_of_day[today] > self.agency.calls_per_day:
            raise Refusal(QUOTA_USED_UP)


def _refuse_on_command(fault: Fault | None) -> None:
    if fault and fault.trouble in (Trouble.REFUSED, Trouble.GATEWAY):
        raise Refusal(fault.code)


def _envelope(usual: Envelope, fault: Fault | None) -> Envelope:
    return Envelope.GATEWAY if fault and fault.trouble == Trouble.GATEWAY else usual


def _turned_in_circles(payload: Payload, call: Call, fault: Fault | None) -> Payload:
    if fault and fault.trouble == Trouble.STUCK_CURSOR:
        return {**payload, "cursor": int(call.query["cursor"]), "has_more": True}
    return payload
