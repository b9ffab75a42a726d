"""A sandbox on a free port for every test, and clients that know nothing of it but an address."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from agency.platforms.douyin.client import Douyin
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.douyin.oauth import Application, DouyinOAuth
from agency.platforms.session import Manners
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.sandbox.paper_crane import CRANE, NOON, agency


@pytest.fixture
def manners() -> Manners:
    return Manners(connect_s=2, read_s=10, attempts=3, first_wait_s=0.01, longest_wait_s=2, calls_per_second=None)


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def oauth(sandbox: Remote, manners: Manners) -> Iterator[DouyinOAuth]:
    application = Application(client_key=agency().client_key, client_secret=agency().client_secret)
    with closing(DouyinOAuth(sandbox.base_url, application, manners)) as client:
        yield client


@pytest.fixture
def token_of(sandbox: Remote, oauth: DouyinOAuth) -> Callable[[str], str]:
    return lambda open_id: oauth.grant(sandbox.code(open_id), now=NOON).access_token


@pytest.fixture
def token(token_of: Callable[[str], str]) -> str:
    return token_of(CRANE)


@pytest.fixture
def douyin(sandbox: Remote, manners: Manners) -> Iterator[Douyin]:
    with closing(Douyin(sandbox.base_url, Profile.DOP, manners)) as client:
        yield client


@pytest.fixture
def miniapp(sandbox: Remote, manners: Manners) -> Iterator[Douyin]:
    with closing(Douyin(sandbox.base_url, Profile.MINIAPP, manners)) as client:
        yield client
