"""The wire alone: every page is fetched with urllib3 and thrown away, unread; nothing can be faster from Python."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from urllib.parse import urlencode

import urllib3

from benchmarks.ground.errand import Errand
from benchmarks.ground.taking import SERIES, WORKS, WORKS_A_PAGE, session_of_one
from benchmarks.peers.reading import ask


def prepare(errand: Errand) -> None:
    """Learn the cursors, which are the same for every account."""
    cursors(errand.base_url, next(errand.scale.open_ids()))


@cache
def cursors(base_url: str, open_id: str) -> Sequence[str]:
    """Return the cursors of an account's pages."""
    found, has_more = ["0"], True
    with session_of_one() as session:
        while has_more:
            page = ask(session, base_url + WORKS, open_id, count=WORKS_A_PAGE, cursor=found[-1])
            found.append(str(page["cursor"]))
            has_more = page["has_more"]
    return found[:-1]


def load(errand: Errand) -> int:
    """Fetch everything; count what was promised, as nothing is read."""
    first, *_others = open_ids = list(errand.scale.open_ids())
    asked = [(WORKS, {"count": WORKS_A_PAGE, "cursor": cursor}) for cursor in cursors(errand.base_url, first)]
    asked += [(path, {"date_type": 15}) for path in SERIES if errand.days]
    pool = urllib3.PoolManager(maxsize=errand.connections, block=True)

    def fetch(open_id: str) -> None:
        for path, query in asked:
            pool.request("GET", f"{errand.base_url}{path}?{urlencode({'open_id': open_id, **query})}")

    with ThreadPoolExecutor(errand.connections) as threads:
        list(threads.map(fetch, open_ids))
    return errand.scale.works
