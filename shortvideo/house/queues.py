"""The queues of the house's pool, by who waits for what lies in them: a decision never stands behind the night's pulls.

Queues share the places of one pool. The pool hands out by rank, and what nobody waits for has fewer places than there
are, so that from three places on one is always left for people.
"""

from dataclasses import dataclass

from config.settings import Settings
from shortvideo.api import create_queue
from shortvideo.house.places import api

PEOPLE, FORMER, MESSAGES, BACKGROUND = "people", "default", "messages", "background"


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A queue of the pool: the lower its rank the sooner it is served; ``places`` of None are as many as the pool has."""

    name: str
    rank: int
    places: int | None
    description: str


def queues(worker_limit: int) -> tuple[Queue, ...]:
    """Return the queues of a pool that lets so many runs work at once, the first served first."""
    background = max(1, worker_limit // 2)
    messages = max(1, worker_limit - background - 1)
    return (
        Queue(name=PEOPLE, rank=1, places=None, description="what a person waits for: gates, meetings, forms"),
        Queue(name=FORMER, rank=2, places=None, description="runs from before there were queues"),
        Queue(name=MESSAGES, rank=3, places=messages, description="messages, deadlines, the inbox"),
        Queue(name=BACKGROUND, rank=4, places=background, description="pulls, imports, reports, tables"),
    )


def set_up_queues(chosen: Settings, pool: str) -> None:
    """Create the queues of a pool, or set their ranks and places; what lies in them stays."""
    for queue in queues(chosen.worker_limit):
        create_queue(
            api(chosen), pool, queue.name, rank=queue.rank, at_once=queue.places, description=queue.description
        )
