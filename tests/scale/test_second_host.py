"""A machine that joins a house with the verb ``work``, told no more than deployments/README.md tells such a machine."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pyotp
import pytest
from sqlalchemy import select

from agency.domain.terms.gates import Identity
from agency.errors import Misconfigured
from agency.records import identity
from agency.records.engine import open_records, records
from agency.records.named import by_code
from agency.records.sealing import Seals
from agency.records.tables import Decision, GateRound, Person
from config.settings import CHECKOUT, PASSWORD, SEALING_KEY, Settings
from shortvideo.house.joining import VARIABLE, announce, announced, demand_one_with, nature_of
from tests.scale.house import PATIENCE_S, SECRETS, STUDIO, House, bare_environment, wait_until
from tests.tasks.launched import found_launched

pytestmark = [pytest.mark.server, pytest.mark.soak, pytest.mark.timeout(1500)]

WORK = (Path(sys.executable).with_name("shortvideo"), "work", "--workers", "1")
LEAD = "卜部(部门负责人)"
MONEY = {"project": "BREEZE", "requester": "WU", "purpose": "门口的灯(虚构)", "lines": "道具|灯|1|30|个", "total": "30"}


@dataclass
class Host:
    """Another machine: its home, and the environment it was given."""

    home: Path
    environment: dict[str, str]

    @contextmanager
    def at_work(self) -> Iterator["subprocess.Popen[bytes]"]:
        """Let it work for the house, and end it as its service manager does."""
        with (self.home / "said.log").open("wb") as said:
            verb = subprocess.Popen(WORK, cwd=CHECKOUT, env=self.environment, stdout=said, stderr=said)
        try:
            yield verb
        finally:
            verb.send_signal(signal.SIGTERM)
            verb.wait()

    def refused(self, **told: str) -> str:
        """Let it try to join with something else in its environment, and return all that it says."""
        piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        verb = subprocess.Popen(WORK, cwd=CHECKOUT, env=self.environment | told, **piped)
        try:
            _words, said = verb.communicate(timeout=PATIENCE_S / 2)
        finally:
            verb.send_signal(signal.SIGTERM)  # of one that was let in after all
            verb.wait()
        assert verb.returncode == 1, said
        return str(said)

    def worked_on(self, run: object) -> bool:
        """Say whether its own worker took a run."""
        log = self.home / "logs" / "worker.log"
        return log.exists() and str(run) in log.read_text(errors="replace")


@pytest.fixture
def host(house: House, tmp_path: Path) -> Host:
    told = {
        "SHORTVIDEO_HOME": str(tmp_path),
        "SHORTVIDEO_RECORDS_URL": house.records_url,
        "SHORTVIDEO_PREFECT_DATABASE_URL": house.prefect_database_url,
        "SHORTVIDEO_PREFECT_ADDRESS": house.api.removesuffix("/api"),
        "SHORTVIDEO_FILES_ADDRESS": "http://files.agency.example:4290",
        "SHORTVIDEO_FILES_STORE": f"file://{tmp_path}/store",
        **SECRETS,
    }
    studio = {"PYTHONPATH": f"{CHECKOUT}:{STUDIO}", "STUDIO": str(house.home.parent)}  # for what other tests left
    return Host(tmp_path, bare_environment() | told | studio)


@pytest.fixture
def joining(house: House, host: Host) -> Settings:
    """The settings of a machine that joins, for this very process."""
    known = {name.removeprefix("SHORTVIDEO_").lower(): value for name, value in host.environment.items()}
    return Settings(**{name: value for name, value in known.items() if name in Settings.model_fields})  # type: ignore[arg-type]


@pytest.fixture
def up_to_date(joining: Settings) -> None:
    """Let the house be of the checkout as it is this moment: somebody may be at work on it since the house was opened."""
    announce(joining)


def say(house: House, **told: object) -> None:
    """Let the house say something of itself."""
    house.ask("PATCH", f"/variables/name/{VARIABLE}", value=told)


def test_a_host_knows_the_records_of_the_house_by_any_of_their_addresses(house: House, joining: Settings):
    by_another_name = joining.records_url.replace("127.0.0.1", "localhost")

    ours = nature_of(joining.model_copy(update={"records_url": by_another_name}))

    assert ours.records is not None
    assert ours.records == announced(joining).records


@pytest.mark.usefixtures("up_to_date")
def test_a_second_host_works_a_gates_leg_with_the_shared_keys_and_leaves_when_its_service_is_stopped(
    house: House, host: Host
):
    app = pyotp.TOTP(pyotp.random_base32())
    engine = open_records(house.records_url)
    with records(engine) as session:
        found_launched(session)
        session.flush()
        sealed = Seals(SECRETS[SEALING_KEY].encode()).seal(app.secret)
        identity.enrol(session, by_code(session, Person, "BU").id, sealed)
    house.kill_workers()

    with host.at_work() as verb:
        run = house.start("request-budget", **MONEY)
        wait_until(lambda: house.state(run) == "PAUSED", "the question")
        answer = {"person": LEAD, "decision": "通过", "code": app.at(datetime.now(UTC))}
        house.ask("POST", f"/flow_runs/{run}/resume", run_input=answer)
        wait_until(lambda: house.state(run) == "COMPLETED", "what follows the answer")
        family = psutil.Process(verb.pid).children(recursive=True)
        commands = [word for process in family for word in process.cmdline()]

    assert host.worked_on(run)
    assert commands.count("flows.legs") == 1
    with records(engine) as session:
        query = select(Decision).join(GateRound, GateRound.id == Decision.round_id)
        [one] = session.scalars(query.where(GateRound.flow_run_id == str(run)))
        assert one.identity is Identity.ONE_TIME_CODE
    engine.dispose()
    assert verb.returncode == 128 + signal.SIGTERM
    assert [one for one in family if one.is_running()] == []


def test_a_host_that_is_not_let_in_says_so_in_one_sentence(host: Host):
    said = host.refused(**{PASSWORD: "invented-password-2"})

    assert "不让本机进去" in said
    assert said.count("\n") == 1
    assert "invented-password" not in said


@pytest.mark.usefixtures("up_to_date")
def test_a_host_on_other_records_is_refused_although_they_lie_on_the_same_server(house: House, joining: Settings):
    elsewhere = house.prefect_database_url.replace("asyncpg", "psycopg")

    with pytest.raises(Misconfigured, match="SHORTVIDEO_RECORDS_URL 指向的不是这套系统的业务数据库"):
        demand_one_with(joining.model_copy(update={"records_url": elsewhere}))


@pytest.mark.usefixtures("up_to_date")
@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [({"prefect": "3.4.0"}, "系统用的是 Prefect 3.4.0"), ({"code": "0" * 64}, "另一个版本的程序")],
)
def test_a_host_with_another_checkout_than_the_house_is_refused(
    house: House, joining: Settings, theirs: dict[str, str], sentence: str
):
    true = vars(announced(joining))
    try:
        say(house, **{**true, **theirs})

        with pytest.raises(Misconfigured, match=sentence):
            demand_one_with(joining)
    finally:
        say(house, **true)
