"""The house on many processes, opened when the first test asks for it; the tests come in with its password."""

from collections.abc import Iterator

import pytest

from shortvideo.house.guarding import LOGIN
from tests.scale import house as houses
from tests.scale.house import House, opened


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("scale")) as house:
        yield house


@pytest.fixture(autouse=True)
def logged_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOGIN, houses.LOGIN)
