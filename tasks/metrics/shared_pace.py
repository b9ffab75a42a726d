"""The pace at a platform that all workers keep together: a global concurrency limit at the Prefect server (S12).

A call to the server for every call to a platform would cost more than the latter, so a process takes the slots of a
second at once and hands them out. A slot lasts a second: over any T seconds no more than (T + 2) seconds' worth of calls
are made, however many take part.

Prefect's own ``rate_limit`` is not used: an attempt that it is refused winds the decay back, and it then waits longer
than it need (seen: 7 calls a second where 10 are allowed, here 8). Here the limit is looked at first, which changes nothing.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http import HTTPStatus

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.responses import GlobalConcurrencyLimitResponse
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError

from agency.domain.terms.figures import Platform
from agency.errors import Misconfigured
from agency.locale import _
from config.platforms import PlatformSettings, limit_name
from tasks.metrics.pacing import KEEPER, Allowance


@contextmanager
def kept_by_all() -> Iterator[None]:
    """Let calls to platforms inside keep the pace of all workers; the server must have a limit for each platform.

    A call raises ``Misconfigured`` where it has none. May be used as a decorator.
    """
    before = KEEPER.set(shared_allowance)
    try:
        yield
    finally:
        KEEPER.reset(before)


@cache
def shared_allowance(platform: Platform, chosen: PlatformSettings) -> Allowance:
    """Return the process's part in the pace that all workers keep."""
    return Allowance(lambda wanted: slots_taken(limit_name(platform), wanted), chosen.burst)


def slots_taken(name: str, wanted: int) -> int:
    """Wait until a limit at the Prefect server has room for so many calls, take them, and return how many those are.

    They are fewer where the limit holds fewer; one that was switched off in the UI lets all pass.
    """
    with get_client(sync_client=True) as client:
        while True:
            limit = limit_at_server(client, name)
            slots = min(wanted, limit.limit)
            too_many = limit.active_slots + slots - limit.limit
            if not limit.active or (too_many <= 0 and is_granted(client, name, slots)):
                return slots
            time.sleep(max(too_many, 1) / limit.slot_decay_per_second)


def limit_at_server(client: SyncPrefectClient, name: str) -> GlobalConcurrencyLimitResponse:
    """Return a limit as it stands; ``Misconfigured`` when there is none by which a pace can be kept."""
    try:
        limit = client.read_global_concurrency_limit_by_name(name)
        if limit.limit and limit.slot_decay_per_second:
            return limit
    except ObjectNotFound:
        pass
    sentence = _(
        "The Prefect server has no limit {limit} to keep the pace by: open the house anew (python3 run.py up)."
    )
    raise Misconfigured(sentence.format(limit=name))


def is_granted(client: SyncPrefectClient, name: str, slots: int) -> bool:
    """Take slots of a limit; return False when somebody else was faster."""
    try:
        client.increment_concurrency_slots([name], slots, "rate_limit")
    except PrefectHTTPStatusError as refused:
        if refused.response.status_code != HTTPStatus.LOCKED:
            raise
        return False
    return True
