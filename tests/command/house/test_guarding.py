"""Who is let into the house: nobody from outside without a password, and nobody who may read it but its owner."""

import os
from pathlib import Path

import pytest

from agency.domain.finding import Finding
from agency.errors import Misconfigured
from config.settings import PASSWORD, Settings, read_settings
from shortvideo.checkups.guarding import block_key_findings, guard_findings
from shortvideo.house.block_key import ENCRYPTION_KEY, for_its_blocks, key_file
from shortvideo.house.environment import children_environment
from shortvideo.house.guarding import demand_guard, for_its_door, is_open_to_others, log_in, login, password_file
from shortvideo.house.places import prepare_home, server
from shortvideo.password import set_password
from shortvideo.up import up

INVENTED = "invented-password-1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - to be refused


@pytest.fixture(autouse=True)
def stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (PASSWORD, "PREFECT_API_AUTH_STRING", ENCRYPTION_KEY):
        monkeypatch.delenv(variable, raising=False)


def house(home: Path, **chosen: object) -> Settings:
    return Settings(home=home, database="sqlite", **chosen)  # type: ignore[arg-type]


def keep(chosen: Settings, password: str, mode: int = 0o600) -> Path:
    prepare_home(chosen)
    file = password_file(chosen)
    file.touch(mode)
    file.chmod(mode)
    file.write_text(password)
    return file


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_a_house_that_only_this_machine_reaches_opens_without_a_password(tmp_path: Path, host: str):
    demand_guard(house(tmp_path, host=host))


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.0.2.10", "2001:db8::1", "agency.example", "localhost.example"])
def test_a_house_that_others_reach_does_not_open_without_a_password(tmp_path: Path, host: str):
    assert is_open_to_others(host)
    with pytest.raises(Misconfigured, match=r"run.py password"):
        up(house(tmp_path, host=host))
    assert list(tmp_path.iterdir()) == []


def test_with_a_password_it_does(tmp_path: Path):
    chosen = house(tmp_path, host="192.0.2.10")
    keep(chosen, INVENTED + "\n")

    demand_guard(chosen)
    assert server(chosen) == "http://192.0.2.10:4200"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_password_that_others_may_read_is_refused_without_telling_it(tmp_path: Path, mode: int):
    chosen = house(tmp_path)
    keep(chosen, INVENTED, mode)

    with pytest.raises(Misconfigured, match="600") as refused:
        children_environment(chosen)
    assert INVENTED not in str(refused.value)


@pytest.mark.parametrize("given", ["", "short-1", "two words of it", "茶馆掌柜的密码是这个没错", "tab\tin-the-middle"])
def test_what_is_no_password_is_refused_without_telling_it(tmp_path: Path, given: str):
    chosen = house(tmp_path)
    keep(chosen, given)

    with pytest.raises(Misconfigured, match="12") as refused:
        demand_guard(chosen)
    assert not given or given not in str(refused.value)


def test_the_password_of_the_environment_stands_above_that_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    chosen = house(tmp_path)
    keep(chosen, INVENTED)
    monkeypatch.setenv(PASSWORD, "invented-password-2")

    assert login(chosen) == "agency:invented-password-2"


def test_server_and_clients_are_told_the_same_login_and_no_setting_holds_it(tmp_path: Path):
    chosen = house(tmp_path)
    keep(chosen, INVENTED)
    told = children_environment(chosen)

    assert told["PREFECT_SERVER_API_AUTH_STRING"] == told["PREFECT_API_AUTH_STRING"] == f"agency:{INVENTED}"
    assert INVENTED not in str(chosen.environment()) + repr(chosen)


def test_without_a_password_nobody_is_asked_for_one(tmp_path: Path):
    assert not [name for name in children_environment(house(tmp_path)) if name.endswith("AUTH_STRING")]


def test_the_variable_of_the_password_is_known_to_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(PASSWORD, INVENTED)
    file = tmp_path / "agency.toml"
    file.write_text(f'home = "{tmp_path}"\n')

    assert INVENTED not in str(read_settings(file).environment())


def test_only_the_houses_own_pages_may_ask_its_server(tmp_path: Path):
    at_home = for_its_door(house(tmp_path))["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"]
    behind = for_its_door(house(tmp_path, host="192.0.2.10", pages_address="https://agency.example"))

    assert at_home == "http://127.0.0.1:4200,http://localhost:4200"
    assert behind["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] == "https://agency.example,http://192.0.2.10:4200"


def test_this_very_process_logs_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PREFECT_API_AUTH_STRING", "")
    chosen = house(tmp_path)
    keep(chosen, INVENTED)

    log_in(chosen)

    assert os.environ["PREFECT_API_AUTH_STRING"] == f"agency:{INVENTED}"


def test_a_password_that_is_made_is_shown_once_and_kept_for_the_owner_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    chosen = house(tmp_path)

    set_password(chosen)

    kept = password_file(chosen).read_text()
    assert capsys.readouterr().out.count(kept) == 1
    assert password_file(chosen).stat().st_mode & 0o777 == 0o600
    assert login(chosen) == f"agency:{kept}"


def test_a_second_password_takes_the_place_of_the_first(tmp_path: Path):
    chosen = house(tmp_path)
    set_password(chosen)
    first = login(chosen)

    set_password(chosen)

    assert login(chosen) != first
    assert [file.name for file in tmp_path.glob("password*")] == ["password"]


def test_a_new_home_gets_a_key_for_prefects_blocks_once(tmp_path: Path):
    chosen = house(tmp_path)
    prepare_home(chosen)
    key = key_file(chosen).read_text()
    prepare_home(chosen)

    assert for_its_blocks(chosen, {}) == {ENCRYPTION_KEY: key}
    assert key_file(chosen).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("kept", ["prefect/prefect.db", "postgresql/PG_VERSION"])
def test_a_home_whose_blocks_are_encrypted_already_keeps_their_key(tmp_path: Path, kept: str):
    (tmp_path / kept).parent.mkdir()
    (tmp_path / kept).touch()
    chosen = Settings(home=tmp_path)
    prepare_home(chosen)

    assert for_its_blocks(chosen, {}) == {}
    assert rules(block_key_findings(chosen)) == ["block-key-in-tables"]


def test_a_database_of_ones_own_and_a_key_of_the_environment_are_left_alone(tmp_path: Path):
    chosen = house(tmp_path, prefect_database_url="postgresql+asyncpg://prefect@db.example/prefect")
    prepare_home(chosen)

    assert not key_file(chosen).exists()
    assert for_its_blocks(chosen, {ENCRYPTION_KEY: "given"}) == {}


def rules(findings: object) -> list[str]:
    return [finding.rule for finding in findings if isinstance(finding, Finding)]  # type: ignore[attr-defined]


def test_the_doctor_hints_at_a_house_without_a_password_and_is_grave_where_others_reach_it(tmp_path: Path):
    assert rules(guard_findings(house(tmp_path))) == ["house-without-password"]
    assert rules(guard_findings(house(tmp_path, host=EVERYWHERE))) == ["house-unguarded"]


def test_the_doctor_says_nothing_of_a_guarded_house_and_hints_at_links_that_lead_nowhere(tmp_path: Path):
    keep(house(tmp_path), INVENTED)

    assert rules(guard_findings(house(tmp_path))) == []
    assert rules(guard_findings(house(tmp_path, host=EVERYWHERE))) == ["pages-lead-here"]
