"""The set-up: what it refuses in one sentence, and that a second start finds nothing to do."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_group

from config.settings import CHECKOUT
from run import refusal
from shortvideo.bootstrap import BENCH_LOCK, DECIDING, DEV_LOCK, LOCK, LOCK_OF, fingerprint, mirror, prepare
from shortvideo.steps import SetupFailed
from shortvideo.workshop import workshop

UNREACHABLE = "http://127.0.0.1:9/simple"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose locks name nothing, so that nothing needs fetching for them."""
    for name in DECIDING:
        (tmp_path / name).write_text("", encoding="utf-8")
    return tmp_path


def remember(checkout: Path, lock: str) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / f"prepared-{lock}").write_text(fingerprint(checkout), encoding="utf-8")


@pytest.mark.parametrize("version", [(3, 6), (3, 10)])
def test_a_python_that_is_too_old_is_refused_in_both_languages(version: tuple[int, ...]) -> None:
    assert "3.11 或更新" in refusal(version)
    assert f"this is 3.{version[1]}" in refusal(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_newer_python_is_not_refused(version: tuple[int, ...]) -> None:
    assert refusal(version) == ""


def test_an_old_python_can_read_run_py_far_enough_to_refuse() -> None:
    source = (CHECKOUT / "run.py").read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 6))

    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(one) for one in imports] == ["import sys"]


@pytest.mark.parametrize("module", ["bootstrap", "steps"])
def test_the_set_up_needs_nothing_but_the_standard_library(module: str) -> None:
    isolated = f"import shortvideo.{module}"  # -S: no site-packages, as on a fresh machine

    found = subprocess.run([sys.executable, "-S", "-c", isolated], cwd=CHECKOUT, capture_output=True, check=False)

    assert found.returncode == 0, found.stderr.decode()


@pytest.mark.parametrize("lock", [LOCK, DEV_LOCK, BENCH_LOCK])
def test_a_second_start_finds_nothing_to_do(checkout: Path, lock: str) -> None:
    remember(checkout, lock)

    prepare(checkout, lock)

    assert not (checkout / ".venv" / "setup.log").exists()


def test_what_was_set_up_for_the_tests_is_enough_for_the_demo(checkout: Path) -> None:
    remember(checkout, DEV_LOCK)

    prepare(checkout, LOCK)

    assert not (checkout / ".venv" / "setup.log").exists()


@pytest.mark.parametrize("name", DECIDING)
def test_any_change_of_what_decides_is_noticed(checkout: Path, name: str) -> None:
    before = fingerprint(checkout)

    (checkout / name).write_text("# changed\n", encoding="utf-8")

    assert fingerprint(checkout) != before


def test_a_missing_lock_is_named(checkout: Path) -> None:
    (checkout / LOCK).unlink()

    with pytest.raises(SetupFailed, match=re.escape(f"{LOCK} is missing")):
        prepare(checkout, LOCK)


def test_a_place_that_cannot_be_written_is_named(checkout: Path) -> None:
    (checkout / ".venv").write_text("a file in the way", encoding="utf-8")

    with pytest.raises(SetupFailed, match=r"\.venv cannot be written"):
        prepare(checkout, LOCK)


def test_a_machine_without_network_is_told_so_in_one_sentence(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (checkout / LOCK).write_text(f"no-such-film==1.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    for variable in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.setenv(variable, UNREACHABLE)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")

    with pytest.raises(SetupFailed, match="could not be installed, is there a network") as failure:
        prepare(checkout, LOCK)

    assert "\n" not in str(failure.value)
    assert not (checkout / ".venv" / f"prepared-{LOCK}").exists()


@pytest.mark.parametrize("told_by", ["variable", "file"])
def test_the_mirror_that_pip_is_told_to_use_is_told_to_uv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told_by: str
) -> None:
    (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {UNREACHABLE}\n", encoding="utf-8")
    for variable in ("PIP_INDEX_URL", "UV_DEFAULT_INDEX"):
        monkeypatch.delenv(variable, raising=False)
    told = ("PIP_INDEX_URL", UNREACHABLE) if told_by == "variable" else ("PIP_CONFIG_FILE", f"{tmp_path / 'pip.conf'}")

    monkeypatch.setenv(*told)

    assert mirror(Path(sys.executable)) == {"UV_DEFAULT_INDEX": UNREACHABLE}


@pytest.mark.parametrize(
    "words", [("soak", "--minutes", "7", "tests/story", "-x"), ("--help",), ("test", "-k", "gate and not soak")]
)
def test_a_verb_is_handed_on_word_by_word_with_what_it_needs_installed(checkout: Path, words: tuple[str, ...]) -> None:
    for name in ("run.py", "shortvideo/__init__.py", "shortvideo/bootstrap.py", "shortvideo/steps.py"):
        (checkout / name).parent.mkdir(exist_ok=True)
        shutil.copy(CHECKOUT / name, checkout / name)
    remember(checkout, DEV_LOCK if words[0] in {"soak", "test"} else LOCK)
    command = checkout / ".venv" / "bin" / "shortvideo"
    command.parent.mkdir()
    command.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    command.chmod(0o755)

    said = subprocess.run(
        [sys.executable, checkout / "run.py", *words], env={"PATH": ""}, capture_output=True, text=True, check=False
    )

    assert said.stdout.splitlines() == list(words), said.stderr


def test_every_verb_of_the_workshop_gets_what_only_the_workshop_needs() -> None:
    verbs = set(get_group(workshop).commands)  # type: ignore[attr-defined]

    assert set(LOCK_OF) == verbs
    assert {LOCK_OF[verb] for verb in verbs - {"bench"}} == {DEV_LOCK}
