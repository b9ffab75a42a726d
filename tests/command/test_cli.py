"""The words of the command line, and the verbs that need no house."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.core import TyperArgument, TyperOption

from agency.errors import BadInput
from agency.locale import translations
from agency.records.migrate import upgrade
from config.settings import CHECKOUT, ChatGroup, Settings
from shortvideo import checks
from shortvideo.cli import app
from shortvideo.demo import demo_settings
from shortvideo.doctor import doctor
from shortvideo.house.environment import children_environment
from shortvideo.ports import next_free
from tests.command.terminal import SHORTVIDEO, at_a_terminal

TODAY = date(2026, 3, 9)
GROUP = ChatGroup(code="internal", channel="feishu", url_env="NO_SUCH_HOOK")


def run(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as a person does."""
    return subprocess.run(
        [SHORTVIDEO, *words],
        cwd=CHECKOUT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_verb_and_option_has_its_chinese() -> None:
    group, chinese = typer.main.get_group(app), translations("zh_CN")
    commands = [group, *group.commands.values()]
    options = [one for command in commands for one in command.params if isinstance(one, TyperOption | TyperArgument)]
    words = [one.help for one in [*commands, *options] if one.help]

    assert len(words) > len(group.commands)
    assert [word for word in words if chinese.gettext(word) == word] == []


@pytest.mark.parametrize(("language", "word"), [("zh_CN", "重新生成依赖锁定文件"), ("en", "Write the lock files anew")])
def test_the_help_is_in_the_language_of_the_reader(language: str, word: str) -> None:
    assert word in run("--help", SHORTVIDEO_LANGUAGE=language).stdout


def test_a_new_home_is_told_to_nobody_and_nothing_but_our_words_is_seen(tmp_path: Path) -> None:
    """Prefect tells its makers of a new home, and says so in English, unless it is asked not to track."""
    known = {"PATH": os.defpath, "TERM": "xterm", "HOME": str(tmp_path), "SHORTVIDEO_HOME": str(tmp_path / "home")}
    known |= {"SHORTVIDEO_DATABASE": "sqlite", "PREFECT_HOME": str(tmp_path / "prefect")}

    words = (("migrate",), ("register", "config/register.example.toml"))
    codes, seen = zip(*(at_a_terminal(*each, environment=known) for each in words), strict=True)

    assert set(codes) == {0}, seen
    assert "已登记" in seen[-1]
    assert "anonymous" not in "".join(seen)
    assert not (tmp_path / "prefect" / ".sdk_telemetry").exists()


def test_a_wrong_setting_is_one_sentence_and_a_failure() -> None:
    said = run("migrate", SHORTVIDEO_WORKER_LIMIT="many")

    assert said.returncode == 1
    assert said.stderr.startswith("SHORTVIDEO_WORKER_LIMIT: 'worker_limit' is wrong")
    assert said.stderr.count("\n") == 1


def test_a_home_that_cannot_be_written_is_one_sentence_and_a_failure(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file in the way", encoding="utf-8")

    said = run("migrate", SHORTVIDEO_HOME=str(tmp_path / "home"), SHORTVIDEO_LANGUAGE="en")

    assert said.returncode == 1
    assert f"{tmp_path / 'home'} cannot be written" in said.stderr
    assert said.stderr.count("\n") == 1


def test_the_doctor_names_everything_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor(Settings(home=tmp_path, language="en", groups=(GROUP,)), date(2051, 12, 1)) == 1

    said = capsys.readouterr().out
    for part in ("python3 run.py migrate", "2051", "2052", "NO_SUCH_HOOK", "escalation_owner"):
        assert part in said


def test_the_doctor_is_content_with_a_house_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = Settings(home=tmp_path, escalation_owner="feiying", prefect_port=next_free(4980))
    upgrade(chosen.records_url)

    assert doctor(chosen, TODAY) == 0
    _database, *lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith("[提醒]")] == []


def test_the_demo_never_touches_the_agencys_own_records(tmp_path: Path) -> None:
    chosen = Settings(home=tmp_path, records_url="postgresql+psycopg://127.0.0.1/agency", groups=(GROUP,))

    told = children_environment(demo_settings(chosen))

    assert told["SHORTVIDEO_RECORDS_URL"] == f"sqlite:///{tmp_path}/demo/records.db"
    assert told["SHORTVIDEO_FILES_DIRECTORY"] == f"{tmp_path}/demo/material"
    assert GROUP.code not in told["SHORTVIDEO_GROUPS"]
    assert '"host": ""' in told["SHORTVIDEO_MAIL"]
    assert "https://" not in told["SHORTVIDEO_PLATFORMS"]
    assert told["PREFECT_HOME"] == f"{tmp_path}/demo/prefect"


def test_the_demos_ports_are_four_and_its_files_stay_on_this_machine(tmp_path: Path) -> None:
    on_one_port = {"prefect_port": 4950, "sandbox_port": 4950, "files_port": 4950, "monitor_port": 4950}
    chosen = Settings(home=tmp_path, files_host="0.0.0.0", files_address="https://files.invalid", **on_one_port)  # noqa: S104

    own = demo_settings(chosen)

    assert len({own.prefect_port, own.sandbox_port, own.files_port, own.monitor_port}) == 4
    assert own.files_url == f"http://127.0.0.1:{own.files_port}"
    assert own.files_host == "127.0.0.1"


SOAKED = """
import time
from pathlib import Path
import pytest
from hypothesis import settings

HERE = Path(__file__).parent

@pytest.mark.soak
def test_long():
    (HERE / "long").write_text(str(settings().max_examples))
    time.sleep({seconds})

@pytest.mark.soak
def test_longer():
    (HERE / "longer").touch()

def test_of_every_change():
    (HERE / "every change").touch()
"""
OF_THIS_TREE = ("-q", "-p", "no:cacheprovider", "-p", "tests.conftest", "-c", str(CHECKOUT / "pyproject.toml"))


def soaked(folder: Path, *, seconds: float, minutes: float) -> tuple[int, set[str]]:
    """Soak some invented tests; return the exit code and which of them were begun."""
    (folder / "test_soaked.py").write_text(SOAKED.format(seconds=seconds), encoding="utf-8")
    code = checks.soak([*OF_THIS_TREE, str(folder / "test_soaked.py")], minutes)
    return code, {path.name for path in folder.iterdir() if not path.suffix and path.is_file()}


def test_the_soak_runs_what_is_too_slow_for_every_change_and_searches_wider(tmp_path: Path) -> None:
    assert soaked(tmp_path, seconds=0, minutes=5) == (0, {"long", "longer"})
    assert (tmp_path / "long").read_text(encoding="utf-8") == "300"


def test_a_soak_whose_time_has_run_out_begins_no_further_test_and_has_failed(tmp_path: Path) -> None:
    code, begun = soaked(tmp_path, seconds=1, minutes=0.001)

    assert code == 1
    assert begun == {"long"}


@pytest.mark.parametrize("minutes", ["0", "many"])
def test_a_soak_of_no_time_is_refused_before_anything_runs(minutes: str) -> None:
    said = run("soak", "--minutes", minutes)

    assert said.returncode == 2
    assert "--minutes" in said.stderr


def test_what_is_written_behind_the_verb_of_the_soak_goes_to_pytest() -> None:
    said = run("soak", "--minutes", "7", "--no-such-option-of-pytest")

    assert said.returncode == 4  # pytest's own code for that
    assert "--no-such-option-of-pytest" in said.stderr


def test_a_benchmark_that_is_not_there_is_named() -> None:
    with pytest.raises(BadInput, match="no_such_film"):
        checks.bench(["no_such_film"])
