"""Clients of Bilibili's sandbox as the tests build them: impatient, and signing by the sandbox's own clock."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from agency.domain.terms import label
from agency.domain.terms.figures import Platform
from agency.platforms.bilibili.answers import payload
from agency.platforms.bilibili.client import Bilibili
from agency.platforms.bilibili.oauth import BilibiliOAuth
from agency.platforms.bilibili.signing import Signing
from agency.platforms.grants import Access, Application, Grant
from agency.platforms.http import Http, Patience
from agency.platforms.line import Manners, PlatformLine
from agency.platforms.request import Carrier
from agency.sandbox.remote import Remote
from tests.platforms.calling import IMPATIENT, PATIENCE
from tests.sandbox.bilibili.paper_kite import KITE, NOON, agency

APPLICATION = Application(client_key=agency().client_key, client_secret=agency().client_secret)
BILIBILI = label(Platform.BILIBILI)


def carrier(
    sandbox: Remote,
    *,
    application: Application = APPLICATION,
    clock: Callable[[], datetime] | None = None,
    patience: Patience = PATIENCE,
) -> Signing:
    """A carrier to a sandbox that signs in the application's name."""
    return Signing(Http(sandbox.base_url, BILIBILI, patience), application, clock or sandbox.now)


@contextmanager
def reading(
    carrier: Carrier,
    grant: Grant,
    manners: Manners = IMPATIENT,
    *,
    now: datetime = NOON,
    refreshed: Callable[[Grant], Grant] = lambda grant: grant,
) -> Iterator[Bilibili]:
    """A client of one account; its refresh gives the same token again unless another is handed in."""
    line = PlatformLine(BILIBILI, carrier, payload, manners)
    with closing(Bilibili(line, Access(grant, refreshed), now=now)) as bilibili:
        yield bilibili


@contextmanager
def asking(sandbox: Remote, application: Application = APPLICATION) -> Iterator[BilibiliOAuth]:
    """The calls that give tokens, at the sandbox."""
    line = PlatformLine(BILIBILI, carrier(sandbox, application=application), payload, IMPATIENT)
    with closing(BilibiliOAuth(line, application, auth_host=sandbox.base_url)) as oauth:
        yield oauth


def grant_with(access_token: str, open_id: str = KITE) -> Grant:
    """A grant of which only the access token matters."""
    return Grant(open_id=open_id, access_token=access_token, access_ends=NOON, refresh_token="brt.unused")


def standing_grant(sandbox: Remote) -> Grant:
    """The grant of the first account, as if its owner had agreed long ago."""
    return grant_with(next(token for token in sandbox.token_ends() if token.startswith("bat.")))
