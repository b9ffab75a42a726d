"""What each platform answers to a whole pull, recorded once from the sandbox; and the client that reads it again."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from agency.platforms.grants import Grant
from agency.platforms.line import Manners
from agency.platforms.reader import Reader
from agency.platforms.recorded import Keeping, Page, Recorded
from agency.platforms.request import Carrier
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms import calling, calling_bilibili, calling_kuaishou, calling_tiktok, calling_youtube
from tests.sandbox import paper_crane
from tests.sandbox.bilibili import paper_kite
from tests.sandbox.kuaishou.teahouse import teahouse
from tests.sandbox.paper_crane import NOON
from tests.sandbox.tiktok.lanterns import lanterns
from tests.sandbox.youtube.boats import boats

ONCE = Manners(attempts=1, first_wait_s=0, longest_wait_s=0)
SPAN = 7
TALKED_ABOUT = 3
"""Of so many works the comments are read."""

Opening = Callable[[Carrier, Grant], AbstractContextManager[Reader]]


@dataclass(frozen=True)
class Pull:
    """What came of one pull: the pages of it, the client that asked for them, and the works whose comments were read."""

    pages: Sequence[Page]
    opening: Opening
    grant: Grant
    known: Sequence[str]

    def with_page(self, number: int, content: bytes) -> "Pull":
        """Return the same pull with another answer at one place."""
        pages = list(self.pages)
        old = pages[number]
        pages[number] = Page(path=old.path, asked=old.asked, status=old.status, content=content)
        return Pull(pages, self.opening, self.grant, self.known)

    def read(self) -> list[object]:
        """Return everything that the client makes of the pages."""
        with self.opening(Recorded(self.pages), self.grant) as reader:
            return everything(reader, self.known)


def everything(reader: Reader, known: Sequence[str]) -> list[object]:
    """Return all that a reader can be asked, in the order in which a pull asks."""
    works = list(reader.works(known))
    named = list(reader.named(known[:TALKED_ABOUT]))
    days = [*reader.work_days(works[:TALKED_ABOUT], SPAN), *reader.account_days(SPAN)]
    said = [each for item in known[:TALKED_ABOUT] for each in reader.comments(item)]
    return [*works, *named, *reader.watch_times(works).values(), *days, *said]


def douyin(carrier: Carrier, grant: Grant) -> AbstractContextManager[Reader]:
    return calling.opened(carrier, grant, manners=ONCE)


def bilibili(carrier: Carrier, grant: Grant) -> AbstractContextManager[Reader]:
    return calling_bilibili.reading(carrier, grant, ONCE)


def kuaishou(carrier: Carrier, grant: Grant) -> AbstractContextManager[Reader]:
    return calling_kuaishou.kuaishou(carrier, grant, manners=ONCE)


def tiktok(carrier: Carrier, grant: Grant) -> AbstractContextManager[Reader]:
    return calling_tiktok.tiktok(carrier, grant, manners=ONCE)


def youtube(carrier: Carrier, grant: Grant) -> AbstractContextManager[Reader]:
    return calling_youtube.youtube(carrier, grant, manners=ONCE)


@contextmanager
def _line(name: str) -> Iterator[tuple[Carrier, Grant, Opening]]:
    agencies = {
        "douyin": paper_crane.agency,
        "bilibili": paper_kite.agency,
        "kuaishou": teahouse,
        "tiktok": lanterns,
        "youtube": boats,
    }
    with serving(agencies[name](), stands_at=NOON) as sandbox:
        yield LINES[name](sandbox)


LINES: dict[str, Callable[[Remote], tuple[Carrier, Grant, Opening]]] = {
    "douyin": lambda sandbox: (calling.http(sandbox.base_url), calling.standing_grant(sandbox), douyin),
    "bilibili": lambda sandbox: (calling_bilibili.carrier(sandbox), calling_bilibili.standing_grant(sandbox), bilibili),
    "kuaishou": lambda sandbox: (
        calling_kuaishou.http(sandbox.base_url),
        calling_kuaishou.granted(sandbox),
        kuaishou,
    ),
    "tiktok": lambda sandbox: (calling_tiktok.http(sandbox.base_url), calling_tiktok.granted(sandbox), tiktok),
    "youtube": lambda sandbox: (calling_youtube.http(sandbox.base_url), calling_youtube.granted(sandbox), youtube),
}


def pulled(name: str) -> Pull:
    """Pull everything from the sandbox of a platform once."""
    with _line(name) as (carrier, grant, opening):
        keeping = Keeping(carrier)
        with opening(keeping, grant) as reader:
            works = list(reader.works([]))
        keeping.pages.clear()
        known = [work.item_id for work in works if work.item_id]
        with opening(keeping, grant) as reader:
            everything(reader, known)
        return Pull(tuple(keeping.pages), opening, grant, known)
