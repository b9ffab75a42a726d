"""A sandbox on a free port for every test, and clients that know nothing of it but an address."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from agency.platforms.douyin.client import Douyin
from agency.platforms.douyin.endpoints import Profile
from agency.platforms.douyin.oauth import DouyinOAuth
from agency.platforms.grants import Grant
from agency.platforms.line import Manners
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.platforms.calling import APPLICATION, IMPATIENT, douyin_line, http, opened
from tests.sandbox.paper_crane import CRANE, NOON, agency


@pytest.fixture
def manners() -> Manners:
    return IMPATIENT


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(agency(), stands_at=NOON) as remote:
        yield remote


@pytest.fixture
def oauth(sandbox: Remote) -> Iterator[DouyinOAuth]:
    with closing(DouyinOAuth(douyin_line(sandbox.base_url), APPLICATION)) as client:
        yield client


@pytest.fixture
def grant_of(sandbox: Remote, oauth: DouyinOAuth) -> Callable[[str], Grant]:
    return lambda open_id: oauth.grant(sandbox.code(open_id), now=NOON)


@pytest.fixture
def grant(grant_of: Callable[[str], Grant]) -> Grant:
    return grant_of(CRANE)


@pytest.fixture
def token(grant: Grant) -> str:
    return grant.access_token


@pytest.fixture
def douyin(sandbox: Remote, grant: Grant) -> Iterator[Douyin]:
    with opened(http(sandbox.base_url), grant) as client:
        yield client


@pytest.fixture
def miniapp(sandbox: Remote, grant: Grant) -> Iterator[Douyin]:
    with opened(http(sandbox.base_url), grant, Profile.MINIAPP) as client:
        yield client
