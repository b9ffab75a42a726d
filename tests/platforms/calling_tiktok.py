"""Clients of TikTok as the tests build them, with the grant that an owner's consent gave."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from agency.platforms.grants import Access, Application, Grant
from agency.platforms.http import Http, Patience
from agency.platforms.line import Manners, PlatformLine
from agency.platforms.request import Carrier
from agency.platforms.tiktok.answers import payload
from agency.platforms.tiktok.client import TikTok
from agency.platforms.tiktok.oauth import TikTokOAuth
from agency.sandbox.remote import Remote
from tests.platforms.calling import IMPATIENT, PATIENCE
from tests.sandbox.paper_crane import NOON
from tests.sandbox.tiktok.lanterns import LANTERN, lanterns

APPLICATION = Application(
    client_key=lanterns().client_key,
    client_secret=lanterns().client_secret,
    redirect_uri="https://agency.example/consent",
)


def http(base_url: str, patience: Patience = PATIENCE) -> Http:
    """A carrier to TikTok at an address."""
    return Http(base_url, "TikTok", patience)


@contextmanager
def tiktok(
    carrier: Carrier,
    grant: Grant,
    *,
    manners: Manners = IMPATIENT,
    now: datetime = NOON,
    refreshed: Callable[[Grant], Grant] = lambda grant: grant,
) -> Iterator[TikTok]:
    """A client of one account; without ``refreshed`` its refresh gives the same token again."""
    line = PlatformLine("TikTok", carrier, payload, manners)
    with closing(TikTok(line, Access(grant, refreshed), now=now)) as client:
        yield client


@contextmanager
def tiktok_oauth(base_url: str, application: Application = APPLICATION) -> Iterator[TikTokOAuth]:
    """The client that gets tokens."""
    line = PlatformLine("TikTok", http(base_url), payload, IMPATIENT)
    with closing(TikTokOAuth(line, application)) as client:
        yield client


def granted(sandbox: Remote, open_id: str = LANTERN) -> Grant:
    """The grant of an account whose owner has just agreed."""
    with tiktok_oauth(sandbox.base_url) as oauth:
        return oauth.grant(sandbox.code(open_id), now=sandbox.now())
