"""Clients of Kuaishou as the tests build them, with the grant that an owner's consent gave."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from agency.platforms.grants import Access, Application, Grant
from agency.platforms.http import Http, Patience
from agency.platforms.kuaishou.answers import payload
from agency.platforms.kuaishou.client import Kuaishou
from agency.platforms.kuaishou.oauth import KuaishouOAuth
from agency.platforms.line import Manners, PlatformLine
from agency.platforms.request import Carrier
from agency.sandbox.remote import Remote
from tests.platforms.calling import IMPATIENT, PATIENCE
from tests.sandbox.kuaishou.teahouse import TEA, teahouse
from tests.sandbox.paper_crane import NOON

APPLICATION = Application(
    client_key=teahouse().client_key,
    client_secret=teahouse().client_secret,
    redirect_uri="https://agency.example/consent",
)


def http(base_url: str, patience: Patience = PATIENCE) -> Http:
    """A carrier to Kuaishou at an address."""
    return Http(base_url, "快手", patience)


@contextmanager
def kuaishou(
    carrier: Carrier,
    grant: Grant,
    *,
    app_id: str = APPLICATION.client_key,
    manners: Manners = IMPATIENT,
    now: datetime = NOON,
    refreshed: Callable[[Grant], Grant] = lambda grant: grant,
) -> Iterator[Kuaishou]:
    """A client of one account; without ``refreshed`` its refresh gives the same token again."""
    line = PlatformLine("快手", carrier, payload, manners)
    with closing(Kuaishou(line, Access(grant, refreshed), app_id, now=now)) as client:
        yield client


@contextmanager
def kuaishou_oauth(base_url: str, application: Application = APPLICATION) -> Iterator[KuaishouOAuth]:
    """The client that gets tokens."""
    line = PlatformLine("快手", http(base_url), payload, IMPATIENT)
    with closing(KuaishouOAuth(line, application)) as client:
        yield client


def granted(sandbox: Remote, open_id: str = TEA) -> Grant:
    """The grant of an account whose owner has just agreed."""
    with kuaishou_oauth(sandbox.base_url) as oauth:
        return oauth.grant(sandbox.code(open_id), now=sandbox.now())
