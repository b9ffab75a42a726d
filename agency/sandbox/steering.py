"""The part under ``/_sandbox/`` that no platform has: it sets the clock, agrees for an owner, makes trouble."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from fastapi import APIRouter, HTTPException
from pydantic import AwareDatetime, BaseModel, ConfigDict, NonNegativeFloat

from agency.sandbox.bots import Heard
from agency.sandbox.description import SandboxBot
from agency.sandbox.faults import Fault
from agency.sandbox.sandbox import Sandbox


class ClockSetting(BaseModel):
    """Stand still at a moment, or move on by seconds, or both."""

    model_config = ConfigDict(extra="forbid")

    stands_at: AwareDatetime | None = None
    forward_s: NonNegativeFloat = 0


class Owner(BaseModel):
    """The account whose owner acts."""

    model_config = ConfigDict(extra="forbid")

    open_id: str


def steering(sandbox: Sandbox) -> APIRouter:
    """Return the routes that steer one sandbox; async, so that they never run beside the contract's."""
    router = APIRouter(prefix="/_sandbox")
    _route_clock(router, sandbox)
    _route_owners(router, sandbox)
    _route_troubles(router, sandbox)
    _route_bots(router, sandbox)
    return router


def _route_clock(router: APIRouter, sandbox: Sandbox) -> None:
    @router.get("/clock")
    async def tell_clock() -> Mapping[str, datetime]:
        return {"now": sandbox.clock.now()}

    @router.put("/clock")
    async def set_clock(setting: ClockSetting) -> Mapping[str, datetime]:
        if setting.stands_at:
            sandbox.clock.set(setting.stands_at)
        sandbox.clock.forward(timedelta(seconds=setting.forward_s))
        return {"now": sandbox.clock.now()}


def _route_owners(router: APIRouter, sandbox: Sandbox) -> None:
    @router.post("/codes")
    async def agree(owner: Owner) -> Mapping[str, str]:
        try:
            return {"code": sandbox.face_of(owner.open_id).code(owner.open_id)}
        except KeyError:
            raise HTTPException(404, f"no account {owner.open_id} in this sandbox") from None

    @router.post("/revocations")
    async def revoke(owner: Owner) -> None:
        sandbox.face_of(owner.open_id).revoke(owner.open_id)

    @router.get("/tokens")
    async def token_ends() -> Mapping[str, datetime]:
        return sandbox.token_ends()


def _route_troubles(router: APIRouter, sandbox: Sandbox) -> None:
    @router.post("/faults")
    async def make_trouble(fault: Fault) -> None:
        sandbox.faults.add(fault)

    @router.delete("/faults")
    async def lift_troubles() -> None:
        sandbox.faults.lift()

    @router.get("/calls")
    async def count_calls() -> Mapping[str, int]:
        return sandbox.calls


def _route_bots(router: APIRouter, sandbox: Sandbox) -> None:
    @router.post("/bots")
    async def declare(bot: SandboxBot) -> None:
        sandbox.bots.declare(bot)

    @router.get("/messages")
    async def messages() -> Mapping[str, Sequence[Heard]]:
        return {"messages": sandbox.bots.heard}

    @router.delete("/messages")
    async def forget() -> None:
        sandbox.bots.heard.clear()
