"""What the end-to-end tests share: one house, opened when the first of them asks for it."""

from collections.abc import Iterator

import pytest

from tests.e2e.house import House, opened


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("house")) as house:
        yield house
