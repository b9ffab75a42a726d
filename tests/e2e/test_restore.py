"""A house is backed up while it is open, comes back on the other engine, and goes on where its people were asked."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from agency.records.tables import Decision, Person
from config.settings import CHECKOUT, settings
from tasks.opening import records_engine
from tests.e2e.house import House, opened
from tests.stages.video import BUSINESS_LEAD, CLIENT, TO_THE_SHOOT, copied
from tests.walk import Walk

pytestmark = [pytest.mark.server, pytest.mark.soak, pytest.mark.timeout(900)]

HANDED_IN, DECIDED = "BREEZE-901", "BREEZE-902"


def test_a_gate_open_before_the_backup_is_answered_after_a_restore_on_the_other_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(folder(tmp_path, "旧 家")) as house, records_of(house, monkeypatch):
        asked = waiting_for_the_client(house, HANDED_IN, in_days=30)
        settled = waiting_for_the_client(house, DECIDED, in_days=31)
        archive = backed_up(tmp_path / "旧 家" / "home", tmp_path / "备份")
        agree(house, settled, CLIENT)  # after the backup: this answer is lost with the house
    restored(archive, tmp_path / "新 家" / "home")

    with opened(folder(tmp_path, "新 家"), is_new=False) as house:
        assert house.records_url.startswith("postgresql")
        assert names_of_voices(house) == []
        for run in (asked, settled):
            house.question(run, "P1", awaits="贾方")
            agree(house, run, CLIENT)
            house.question(run, "P1", awaits=BUSINESS_LEAD.partition("(")[0])
        assert names_of_voices(house) == ["贾方", "贾方"]


def folder(tmp_path: Path, name: str) -> Path:
    (tmp_path / name).mkdir(exist_ok=True)
    return tmp_path / name


@contextmanager
def records_of(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the stages be walked in this process on the records of the house."""
    with monkeypatch.context() as told:
        told.setenv("SHORTVIDEO_RECORDS_URL", house.records_url)
        settings.cache_clear()
        yield
        records_engine(house.records_url).dispose()
    settings.cache_clear()


def waiting_for_the_client(house: House, code: str, *, in_days: int) -> object:
    """Bring a new video so far that its run waits for the client."""
    house.add_video(code, "夏日新品", shoot_on=(datetime.now(UTC) + timedelta(days=in_days)).date())
    copied(Walk(code, TO_THE_SHOOT))
    run = house.start("produce-video", content=code)
    house.question(run, "P1", awaits="贾方")
    return run


def backed_up(home: Path, place: Path) -> Path:
    verb("backup", "--to", str(place), home=home)
    (archive,) = place.glob("*.zip")
    return archive


def restored(archive: Path, home: Path) -> None:
    verb("restore", str(archive), home=home)


def verb(*words: str, home: Path) -> None:
    """Run a verb on a home, as a person does at a terminal."""
    apart = {name: value for name, value in os.environ.items() if not name.startswith(("SHORTVIDEO_", "PREFECT_"))}
    command = [Path(sys.executable).with_name("shortvideo"), *words]
    said = subprocess.run(
        command, cwd=CHECKOUT, env={**apart, "SHORTVIDEO_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stdout + said.stderr


def agree(house: House, run: object, person: str) -> None:
    assert house.resume(run, person=person, decision="通过", comment="").status == "ACCEPT"


def names_of_voices(house: House) -> list[str]:
    with house.records() as session:
        query = select(Person.name).join(Decision, Decision.person_id == Person.id).order_by(Decision.id)
        return list(session.scalars(query))
