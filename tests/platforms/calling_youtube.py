"""Clients of YouTube as the tests build them, with the grant that an owner's consent gave; all hosts are the sandbox."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from agency.platforms.grants import Access, Application, Grant
from agency.platforms.http import Http, Patience
from agency.platforms.line import Manners, PlatformLine
from agency.platforms.request import Carrier
from agency.platforms.youtube.answers import payload
from agency.platforms.youtube.client import YouTube
from agency.platforms.youtube.oauth import YouTubeOAuth
from agency.sandbox.remote import Remote
from tests.platforms.calling import IMPATIENT, PATIENCE
from tests.sandbox.paper_crane import NOON
from tests.sandbox.youtube.boats import FLEET, boats

APPLICATION = Application(
    client_key=boats().client_key,
    client_secret=boats().client_secret,
    redirect_uri="https://agency.example/consent",
)


def http(base_url: str, patience: Patience = PATIENCE) -> Http:
    """A carrier to YouTube at an address."""
    return Http(base_url, "YouTube", patience)


@contextmanager
def youtube(
    carrier: Carrier,
    grant: Grant,
    *,
    manners: Manners = IMPATIENT,
    now: datetime = NOON,
    refreshed: Callable[[Grant], Grant] = lambda grant: grant,
) -> Iterator[YouTube]:
    """A client of one channel; without ``refreshed`` its refresh gives the same token again."""
    line = PlatformLine("YouTube", carrier, payload, manners)
    with closing(YouTube(line, Access(grant, refreshed), now=now, analytics_host="")) as client:
        yield client


@contextmanager
def youtube_oauth(carrier: Carrier, application: Application = APPLICATION) -> Iterator[YouTubeOAuth]:
    """The client that gets tokens."""
    line = PlatformLine("YouTube", carrier, payload, IMPATIENT)
    with closing(YouTubeOAuth(line, application, token_host="")) as client:
        yield client


def granted(sandbox: Remote, open_id: str = FLEET) -> Grant:
    """The grant of a channel whose owner has just agreed."""
    with youtube_oauth(http(sandbox.base_url)) as oauth:
        return oauth.grant(sandbox.code(open_id), now=sandbox.now())
