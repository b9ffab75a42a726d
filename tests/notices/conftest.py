"""A sandbox whose clock stands still, for every test."""

from collections.abc import Iterator

import pytest

from agency.sandbox.description import SandboxAgency
from agency.sandbox.remote import Remote
from agency.sandbox.serve import serving
from tests.notices.speaking import NOON


@pytest.fixture
def sandbox() -> Iterator[Remote]:
    with serving(SandboxAgency(accounts=()), stands_at=NOON) as remote:
        yield remote
