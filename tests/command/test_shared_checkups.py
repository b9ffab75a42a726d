"""What the doctor says of the Redis between the processes, and of the store of files that machines share."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from redis import Redis, RedisError

from agency.domain.finding import Finding
from agency.domain.terms.governance import RuleSeverity
from agency.records.engine import open_records, records
from agency.records.migrate import upgrade
from config.settings import Settings
from shortvideo.checkups.shared import OWNER, redis_findings, store_findings
from shortvideo.doctor import examine
from shortvideo.ports import next_free
from tests import small_agency
from tests.e2e.house import free_port

INVENTED = "invented-password-1"


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def with_redis(port: int, password: str = INVENTED) -> Settings:
    return Settings(redis_url=f"redis://:{password}@127.0.0.1:{port}/0")


@contextmanager
def redis_at_work(folder: Path) -> Iterator[int]:
    """Lend a Redis with a password; return its port."""
    program, port = shutil.which("redis-server"), free_port()
    if program is None:
        pytest.skip("redis-server is missing: install Debian's redis-server")
    told = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder), "--requirepass", INVENTED)
    server = subprocess.Popen([program, *told], stdout=subprocess.DEVNULL)
    try:
        while not pinged(port):
            assert server.poll() is None
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        server.wait()


def pinged(port: int) -> bool:
    try:
        with Redis(port=port, password=INVENTED) as redis:
            return bool(redis.ping())
    except RedisError:
        return False


def test_a_redis_that_answers_gives_no_cause_and_one_that_was_ended_is_named_without_its_password(tmp_path: Path):
    with redis_at_work(tmp_path) as port:
        assert redis_findings(with_redis(port)) == ()
        assert rules(redis_findings(with_redis(port, "invented-password-2"))) == ["redis-away"]

    (found,) = redis_findings(with_redis(port))
    assert found.rule == "redis-away"
    assert f"127.0.0.1:{port}" in found.message
    assert INVENTED not in found.message


def test_a_house_on_one_process_and_one_machine_is_asked_for_neither():
    assert redis_findings(Settings()) == ()
    assert store_findings(Settings()) == ()


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    return tmp_path / "srv" / "store"


def agency(home: Path, shared: Path, *, people: bool = True) -> Settings:
    """Return the settings of an agency that keeps its files in a shared folder."""
    home.mkdir(exist_ok=True)
    chosen = Settings(home=home, database="sqlite", files_store=f"file://{shared}", prefect_port=next_free(4990))
    upgrade(chosen.records_url)
    engine = open_records(chosen.records_url)
    if people:
        with records(engine) as session:
            small_agency.found(session)
    engine.dispose()
    return chosen


def test_a_store_belongs_to_the_agency_that_came_first_and_every_other_is_told(tmp_path: Path, shared: Path):
    ours, theirs = agency(tmp_path / "ours", shared), agency(tmp_path / "theirs", shared)

    assert [rules(store_findings(one)) for one in (ours, theirs, ours)] == [[], ["store-of-others"], []]
    (found,) = store_findings(theirs)
    assert found.severity is RuleSeverity.BLOCKS
    assert [path.name for path in shared.iterdir()] == [OWNER]


def test_an_agency_without_anybody_on_record_takes_no_store_and_one_on_a_restored_home_keeps_its_own(
    tmp_path: Path, shared: Path
):
    empty = agency(tmp_path / "empty", shared, people=False)
    assert store_findings(empty) == ()
    ours = agency(tmp_path / "ours", shared)
    assert store_findings(ours) == ()

    shutil.copytree(ours.home, tmp_path / "restored")

    restored = ours.model_copy(update={"home": tmp_path / "restored"})
    assert store_findings(restored) == ()


@pytest.mark.parametrize("address", ["file:///proc/no-such-share/store", "paper://crane/store"])
def test_a_store_that_can_not_be_written_is_named_with_the_reason(tmp_path: Path, shared: Path, address: str):
    chosen = agency(tmp_path / "ours", shared).model_copy(update={"files_store": address})

    (found,) = store_findings(chosen)

    assert found.rule == "store-away"
    assert address in found.message


def test_the_doctor_looks_at_both(tmp_path: Path, shared: Path):
    chosen = agency(tmp_path / "ours", shared).model_copy(
        update={"files_store": "file:///proc/no-such-share", "redis_url": f"redis://127.0.0.1:{free_port()}/0"}
    )

    found = {finding.rule for finding in examine(chosen, date(2026, 11, 26))}

    assert {"redis-away", "store-away"} <= found
