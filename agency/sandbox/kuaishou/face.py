"""Kuaishou's side of the sandbox: the application and the token stand in the address, and every status is 200."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from agency.sandbox.clock import Clock
from agency.sandbox.description import SandboxAgency
from agency.sandbox.face import Body, Call, Route, Told
from agency.sandbox.faults import Fault, Trouble
from agency.sandbox.kuaishou.contract import ENDPOINTS, Asked, Endpoint
from agency.sandbox.kuaishou.oauth import ISSUES, issue
from agency.sandbox.kuaishou.refusals import (
    BAD_CLIENT,
    BAD_PARAMETER,
    DENIED,
    EXPIRED_TOKEN,
    SUCCESS,
    THROTTLED,
    Refusal,
)
from agency.sandbox.pairs import Lives, NoGood, PairDesk

LIVES = Lives(access=timedelta(hours=48), refresh=timedelta(days=180), access_prefix="ks.at.", refresh_prefix="ks.rt.")
APPLICATION = {"app_id", "access_token"}


class KuaishouFace:
    """Kuaishou, for the accounts of one description."""

    def __init__(self, agency: SandboxAgency, clock: Clock) -> None:
        self._agency = agency
        self._clock = clock
        self._pairs = PairDesk(agency, clock, LIVES)
        issuing = [self._issuing(method, path) for path in ISSUES for method in ("GET", "POST")]
        self.routes = [*map(self._figures, ENDPOINTS), *issuing]

    def unknown(self) -> Told:
        """Return the refusal of an address."""
        return Told(body=Refusal(BAD_PARAMETER).body, status=404)

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
        def tell(call: Call, fault: Fault | None) -> Body:
            asked = self._asked(endpoint, call)
            told = endpoint.answer(_at_the_beginning(asked) if _is_stuck(fault) else asked)
            return {"result": SUCCESS, **told}

        return Route(method="GET", path=endpoint.path, answer=_or_refusal(tell))

    def _issuing(self, method: str, path: str) -> Route:
        def give(call: Call, _fault: Fault | None) -> Body:
            fields = {**call.query, **{name: str(text) for name, text in call.body.items()}}
            return issue(path, self._agency, self._pairs, fields, self._clock.now())

        return Route(method=method, path=path, answer=_or_refusal(give))

    def _asked(self, endpoint: Endpoint, call: Call) -> Asked:
        if not APPLICATION <= set(call.query) <= APPLICATION | set(endpoint.query):
            raise Refusal(BAD_PARAMETER)
        if call.query["app_id"] != self._agency.client_key:
            raise Refusal(BAD_CLIENT)
        try:
            account = self._pairs.holder(call.query["access_token"])
        except NoGood as no_good:
            raise Refusal(EXPIRED_TOKEN if no_good.was_known else DENIED) from None
        if endpoint.scope not in account.scopes:
            raise Refusal(DENIED)
        return Asked(account=account, now=self._clock.now(), query=call.query)


def _or_refusal(tell: Callable[[Call, Fault | None], Body]) -> Callable[[Call, Fault | None], Told]:
    def answer(call: Call, fault: Fault | None) -> Told:
        try:
            if fault and fault.trouble == Trouble.REFUSED:
                raise Refusal(int(fault.code or THROTTLED))
            return Told(body=tell(call, fault))
        except Refusal as refusal:
            return Told(body=refusal.body)

    return answer


def _is_stuck(fault: Fault | None) -> bool:
    return fault is not None and fault.trouble == Trouble.STUCK_CURSOR


def _at_the_beginning(asked: Asked) -> Asked:
    """Return the call as if it had no cursor, so that whoever follows the pages turns in circles."""
    return replace(asked, query={name: text for name, text in asked.query.items() if name != "cursor"})
