"""The pool and its queues: somebody works on it, each queue is there and open, and whatever lies in one is taken."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import requests

from agency.domain.finding import Finding, rule, warning
from agency.locale import _
from config.settings import Settings
from shortvideo.api import ask, every
from shortvideo.house.places import api, ui
from shortvideo.house.queues import queues
from shortvideo.house.workers import POOL

UNTAKEN = "NOT_READY"  # Prefect's word for a queue that no worker has asked for a minute
Queue = Mapping[str, Any]


@rule
def pool_findings(chosen: Settings) -> Iterator[Finding]:
    """The pool is not paused, and a worker is at work on it."""
    answer = ask("GET", f"{api(chosen)}/work_pools/{POOL}")
    pool = answer.json() if answer.ok else {}
    if pool.get("is_paused"):
        sentence = _("The pool {pool} is paused, and nothing that is answered goes on: resume it at {page}.")
        yield warning("pool-paused", sentence.format(pool=POOL, page=page_of_pool(chosen)))
    elif pool.get("status") != "READY":
        sentence = _("No worker is at work on the pool {pool}: nothing that is answered goes on. Open the house again.")
        yield warning("no-worker", sentence.format(pool=POOL))


def queue_findings(chosen: Settings) -> Iterator[Finding]:
    """Yield what there is to say of the queues; nothing where the house has no pool yet, or its server goes away."""
    with suppress(requests.RequestException, ValueError):
        known = queues_of(api(chosen))
        if any(pool == POOL for pool, _name in known):
            wanted = [one.name for one in queues(chosen.worker_limit)]
            yield from open_queue_findings(known, wanted, page_of_pool(chosen))
            yield from taken_findings(known, late_by_queue(api(chosen)))


def page_of_pool(chosen: Settings) -> str:
    """Return the page on which the pool and its queues are resumed."""
    return f"{ui(chosen)}/work-pools/work-pool/{POOL}"


@rule
def open_queue_findings(known: Mapping[tuple[str, str], Queue], wanted: list[str], page: str) -> Iterator[Finding]:
    """Every queue of the house is there, and nobody has paused it or left it without a place."""
    for name in wanted:
        queue = known.get((POOL, name))
        if queue is None:
            sentence = _("The queue {queue} is gone, and what belongs into it does not begin: open the house again.")
            yield warning("queue-missing", sentence.format(queue=name))
        elif queue["is_paused"] or queue["concurrency_limit"] == 0:
            sentence = _("The queue {queue} is paused: what lies in it waits until it is resumed at {page}.")
            yield warning("queue-paused", sentence.format(queue=name, page=page))


@rule
def taken_findings(known: Mapping[tuple[str, str], Queue], late: Mapping[tuple[str, str], int]) -> Iterator[Finding]:
    """Nothing that is due lies in a queue that no worker asks; a pool without any worker is a finding of its own."""
    served = any(pool == POOL and queue["status"] != UNTAKEN for (pool, _name), queue in known.items())
    for (pool, name), count in sorted(late.items()):
        queue = known.get((pool, name))
        is_taken = queue is not None and queue["status"] != UNTAKEN
        if not is_taken and (served or pool != POOL):
            sentence = _(
                "Runs that wait in the queue {queue} of the pool {pool}: {count}. No worker takes from it: let the "
                "deployment go to the pool {ours}, and start its runs again."
            )
            told = sentence.format(queue=name or "-", pool=pool or "-", count=count, ours=POOL)
            yield warning("queue-untaken", told)


def queues_of(address: str) -> dict[tuple[str, str], Queue]:
    """Return the queues of all pools, by the names of pool and queue."""
    return {(one["work_pool_name"], one["name"]): one for one in every(f"{address}/work_queues/filter", {})}


def late_by_queue(address: str) -> dict[tuple[str, str], int]:
    """Return how many runs that were due have not begun, by the names of pool and queue."""
    found: dict[tuple[str, str], int] = {}
    for run in every(f"{address}/flow_runs/filter", {"flow_runs": {"state": {"name": {"any_": ["Late"]}}}}):
        place = (run["work_pool_name"] or "", run["work_queue_name"] or "")
        found[place] = found.get(place, 0) + 1
    return found
