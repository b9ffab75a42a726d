"""Clients of a sandbox as the tests build them: impatient, and with a token that no refresh heals unless one is given."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from agency.domain.figures import WorkFigures
from agency.domain.terms import label
from agency.domain.terms.figures import Platform
from agency.platforms.douyin.answers import payload
from agency.platforms.douyin.client import Douyin
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.grants import Access, Application, Grant
from agency.platforms.http import Http, Patience
from agency.platforms.line import Manners, PlatformLine
from agency.platforms.request import Carrier
from agency.sandbox.description import SandboxWork
from agency.sandbox.remote import Remote
from tests.sandbox.paper_crane import CRANE, NOON, agency, standing_token

APPLICATION = Application(client_key=agency().client_key, client_secret=agency().client_secret)
IMPATIENT = Manners(attempts=3, first_wait_s=0.01, longest_wait_s=2)
PATIENCE = Patience(connect_s=2, read_s=10)
DOUYIN = label(Platform.DOUYIN)


def douyin_line(base_url: str, manners: Manners = IMPATIENT, patience: Patience = PATIENCE) -> PlatformLine:
    """A line to Douyin at an address."""
    return PlatformLine(DOUYIN, Http(base_url, DOUYIN, patience), payload, manners)


@contextmanager
def opened(
    carrier: Carrier,
    grant: Grant,
    profile: Profile = Profile.DOP,
    manners: Manners = IMPATIENT,
    *,
    now: datetime = NOON,
    refreshed: Callable[[Grant], Grant] = lambda grant: grant,
) -> Iterator[Douyin]:
    """A client of one account at Douyin; its refresh gives the same token again."""
    line = PlatformLine(DOUYIN, carrier, payload, manners)
    with closing(Douyin(line, Access(grant, refreshed), profile, now=now)) as douyin:
        yield douyin


def http(base_url: str, patience: Patience = PATIENCE) -> Http:
    """A carrier to Douyin at an address."""
    return Http(base_url, DOUYIN, patience)


def grant_with(access_token: str, open_id: str = CRANE) -> Grant:
    """A grant of which only the access token matters."""
    return Grant(open_id=open_id, access_token=access_token, access_ends=NOON, refresh_token="rft.unused")


def standing_grant(sandbox: Remote, open_id: str = CRANE) -> Grant:
    """The grant of the first account, as if its owner had agreed long ago."""
    return grant_with(standing_token(sandbox), open_id)


def on_record(work: SandboxWork) -> WorkFigures:
    """A described work as the records know it before anybody has looked at its figures."""
    return WorkFigures(item_id=work.item_id, title=work.title, published_at=work.published_at)
