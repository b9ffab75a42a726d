"""One served house for each test of the web."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.house import House, opened


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder = tmp_path / "material"
    folder.mkdir()
    with opened(folder) as house:
        yield house
