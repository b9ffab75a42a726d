"""TikTok's side of the sandbox: who may ask what and how often, and how the answer or the refusal comes."""

from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta

from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxAgency
from agency.sandbox.face import Call, Route, Told
from agency.sandbox.faults import Fault, Trouble
from agency.sandbox.pairs import Lives, NoGood, PairDesk
from agency.sandbox.tiktok.contract import ENDPOINTS, Asked, Endpoint, Payload
from agency.sandbox.tiktok.oauth import TOKEN_PATH, issue
from agency.sandbox.tiktok.refusals import (
    INVALID_PARAMS,
    INVALID_TOKEN,
    OK,
    SCOPE_NOT_AUTHORIZED,
    THROTTLED,
    Refusal,
    error,
)

LIVES = Lives(access=timedelta(hours=2), refresh=timedelta(days=180), access_prefix="act.", refresh_prefix="rft.")
WINDOW = timedelta(minutes=1)


class TikTokFace:
    """TikTok, for the accounts of one description."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self._agency = agency
        self._clock = clock
        self._pairs = PairDesk(agency, clock, LIVES)
        self._recent: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self.routes = [*map(self._figures, ENDPOINTS), Route(method="POST", path=TOKEN_PATH, answer=self._tokens)]

    def unknown(self) -> Told:
        """Return the refusal of an address."""
        return Told(body=Refusal(INVALID_PARAMS).enveloped(self._clock.now()).body, status=404)

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
            now = self._clock.now()
            try:
                _refuse_on_command(fault)
                payload = endpoint.answer(self._asked(endpoint, call))
            except Refusal as refusal:
                return refusal.enveloped(now)
            return Told(body={"data": _turned_in_circles(payload, call, fault, now), "error": error(OK, now)})

        return Route(method=endpoint.method, path=endpoint.path, answer=answer)

    def _tokens(self, call: Call, fault: Fault | None) -> Told:
        now = self._clock.now()
        try:
            _refuse_on_command(fault)
            return Told(
                body=issue(self._agency, self._pairs, {name: str(text) for name, text in call.body.items()}, now)
            )
        except Refusal as refusal:
            return refusal.bare(now)

    def _asked(self, endpoint: Endpoint, call: Call) -> Asked:
        scheme, _space, token = call.headers.get("authorization", "").partition(" ")
        try:
            account = self._pairs.holder(token if scheme == "Bearer" else "")
        except NoGood:
            raise Refusal(INVALID_TOKEN) from None
        self._count_against_window(endpoint.path)
        fields = call.query.get("fields", "").split(",")
        if (
            set(call.query) != {"fields"}
            or not set(call.body) <= set(endpoint.body)
            or not set(fields) <= set(endpoint.opens)
        ):
            raise Refusal(INVALID_PARAMS)
        if not {endpoint.opens[name] for name in fields} <= set(account.scopes):
            raise Refusal(SCOPE_NOT_AUTHORIZED)
        return Asked(account=account, now=self._clock.now(), fields=fields, body=call.body)

    def _count_against_window(self, path: str) -> None:
        now, recent = self._clock.now(), self._recent[path]
        while recent and recent[0] <= now - WINDOW:
            recent.popleft()
        if self._agency.calls_per_minute is not None and len(recent) >= self._agency.calls_per_minute:
            raise Refusal(THROTTLED)
        recent.append(now)


def _refuse_on_command(fault: Fault | None) -> None:
    if fault and fault.trouble == Trouble.REFUSED:
        raise Refusal(fault.code or THROTTLED)


def _turned_in_circles(payload: Payload, call: Call, fault: Fault | None, now: datetime) -> Payload:
    if fault and fault.trouble == Trouble.STUCK_CURSOR:
        return {**payload, "cursor": call.body.get("cursor", int(now.timestamp() * 1000)), "has_more": True}
    return payload
