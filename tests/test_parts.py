"""The files for containers and for systemd start parts that there are, tell them settings that there are, and no secret."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import prefect.settings
import pytest
import yaml
from typer.main import get_group

from agency.errors import Misconfigured
from config.settings import CHECKOUT, LINK_KEY, PASSWORD, PREFIX, SEALING_KEY, Settings
from shortvideo.cli import app
from shortvideo.house.block_key import ENCRYPTION_KEY
from shortvideo.locks import LOCKS
from shortvideo.part import JOBS, PARTS, SIGNS, run

DEPLOYMENTS = CHECKOUT / "deployments"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOYMENTS / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "shortvideo"}
UNITS = sorted((DEPLOYMENTS / "systemd").glob("*.service"))
EXAMPLE = (DEPLOYMENTS / "agency.env.example").read_text(encoding="utf-8")
EVERY_UNIT = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
EVERY_SERVICE = pytest.mark.parametrize("name", SERVICES)
ALL_PARTS = {*JOBS, *PARTS, *SIGNS}
OF_OTHERS = {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "User": "shortvideo",
}


def is_ours(words: Sequence[str]) -> bool:
    """Say whether a command is a part of the house, or a verb of the command ``shortvideo``."""
    if words[0].rpartition("/")[2] == "shortvideo":
        return len(words) > 1 and words[1] in get_group(app).commands  # type: ignore[attr-defined]
    of_python = words[0].rpartition("/")[2] == "python" and words[1:3] == ["-m", "shortvideo.part"]
    return of_python and " ".join(words[3:]) in ALL_PARTS


def is_known(variable: str) -> bool:
    """Say whether somebody reads a variable: we, Prefect, or one of the programs beside us."""
    if variable.startswith(PREFIX):
        settings = {PREFIX + name.upper() for name in Settings.model_fields}
        return variable in {*settings, SEALING_KEY, LINK_KEY, PASSWORD}
    if variable.startswith("PREFECT_"):
        return variable == ENCRYPTION_KEY or hasattr(prefect.settings, variable)
    return variable in OF_OTHERS


def variables(text: str) -> Iterator[str]:
    """Yield the variables of an environment file, those in comments among them."""
    yield from re.findall(r"^(?:# )?([A-Z][A-Z_0-9]+)=", text, re.MULTILINE)


def read_unit(unit: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit, encoding="utf-8")
    return parser


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_becomes_a_part_that_there_is(name: str):
    assert is_ours(OURS[name]["command"])


@pytest.mark.parametrize("name", [name for name in OURS if "healthcheck" in OURS[name]])
def test_a_container_of_ours_is_asked_for_its_health_by_a_part_that_there_is(name: str):
    assert is_ours(OURS[name]["healthcheck"]["test"][1:])


@pytest.mark.parametrize(
    "command", ["shortvideo wrok", "python -m shortvideo.part sever", "python -m shortvideo.prat server", "shortvideo"]
)
def test_a_command_that_there_is_not_is_found(command: str):
    assert not is_ours(shlex.split(command))


def test_every_part_has_its_container_and_its_unit():
    in_containers = {service["command"][-1] for service in OURS.values()}
    in_units = {shlex.split(read_unit(unit)["Service"]["ExecStart"])[-1] for unit in UNITS}

    assert in_containers == in_units == {*JOBS, *PARTS, "work"}


@EVERY_SERVICE
def test_what_a_container_waits_for_is_there_and_can_come_true(name: str):
    for other, told in SERVICES[name].get("depends_on", {}).items():
        condition = told["condition"]
        assert condition in {"service_healthy", "service_completed_successfully"}
        assert condition != "service_healthy" or "healthcheck" in SERVICES[other]
        assert condition == "service_healthy" or SERVICES[other].get("restart") == "on-failure"


@EVERY_SERVICE
def test_every_volume_of_a_container_is_declared_or_lies_in_this_tree(name: str):
    for volume in SERVICES[name].get("volumes", []):
        source = volume.partition(":")[0]
        assert (DEPLOYMENTS / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]


@EVERY_SERVICE
def test_no_secret_stands_in_the_file(name: str):
    told = SERVICES[name].get("environment", {})

    assert [key for key in told if re.search("PASSWORD|KEY|SECRET|_URL$", key)] == []
    assert SERVICES[name]["env_file"] == "agency.env"


def test_the_file_with_the_secrets_never_enters_the_repository_or_the_image():
    for ignoring in (".gitignore", ".dockerignore"):
        assert "deployments/agency.env" in (CHECKOUT / ignoring).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("variable", sorted({*variables(EXAMPLE), *COMPOSE["x-part"]["environment"]}))
def test_somebody_reads_every_variable(variable: str):
    assert is_known(variable)


@pytest.mark.parametrize("variable", ["SHORTVIDEO_REDIS", "PREFECT_SERVER_ENCRYPTON_KEY", "AWS_KEY"])
def test_a_variable_that_nobody_reads_is_found(variable: str):
    assert not is_known(variable)


@EVERY_UNIT
def test_a_unit_starts_a_part_that_there_is_as_a_user_who_can_do_little(unit: Path):
    service = read_unit(unit)["Service"]

    assert is_ours(shlex.split(service["ExecStart"]))
    assert HARDENED.items() <= dict(service).items()
    assert service.get("Restart") == "on-failure" or service["Type"] == "oneshot"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_itself_understands_the_units(tmp_path: Path):
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/shortvideo/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")

    command = ["systemd-analyze", "verify", *sorted(map(str, tmp_path.glob("*.service")))]
    said = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    )

    assert [line for line in said.stderr.splitlines() if "shortvideo" in line] == []


def test_the_image_is_built_from_a_lock_that_the_verb_lock_writes():
    dockerfile = (DEPLOYMENTS / "Dockerfile").read_text(encoding="utf-8")

    assert set(re.findall(r"requirements[\w-]*\.lock", dockerfile)) <= set(LOCKS)
    assert "--require-hashes" in dockerfile


def test_a_part_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(Misconfigured, match=r"“severs”.*watching-runs"):
        run("severs", Settings())


def test_the_services_apart_without_a_redis_are_refused():
    with pytest.raises(Misconfigured, match="redis_url"):
        PARTS["services"](Settings())


def test_every_part_is_a_module_that_there_is():
    for command in (PARTS[name](Settings()) for name in PARTS if name != "services"):
        assert command[0] == sys.executable
        assert find_spec(command[2])
