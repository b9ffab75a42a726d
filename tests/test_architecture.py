"""The arrows of the house, and the habits a reader may rely on in every file."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from agency.locale import translations
from config.settings import CHECKOUT

PACKAGES = ("agency", "config", "flows", "shortvideo", "tasks")
SOURCES = sorted(path for package in PACKAGES for path in (CHECKOUT / package).rglob("*.py"))
LOCKS = sorted(CHECKOUT.glob("requirements*.lock"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SPEAK_CHINESE = ("agency/platforms/", "agency/sandbox/", "shortvideo/bootstrap.py")
IMPORT_LINTER = Path(sys.executable).with_name("lint-imports")


def named(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def lint(root: Path) -> "subprocess.CompletedProcess[str]":
    """Check the import contracts of a checkout."""
    return subprocess.run(
        [IMPORT_LINTER, "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copied_house(tmp_path: Path) -> Path:
    """A copy of the packages, to plant a violation in."""
    for package in PACKAGES:
        shutil.copytree(CHECKOUT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_arrows_point_down() -> None:
    checked = lint(CHECKOUT)

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("agency/domain", "import agency.records", "All arrows point down"),
        ("agency/records", "import agency.platforms", "All arrows point down"),
        ("tasks", "import flows", "All arrows point down"),
        ("agency/domain", "import pandas", "The domain is pure"),
        ("agency/domain", "from config.settings import settings", "The domain is pure"),
        ("agency/notices", "import prefect", "Only flows and tasks know Prefect"),
        ("shortvideo", "from prefect import flow", "Only flows and tasks know Prefect"),
    ],
)
def test_an_arrow_that_points_up_is_found(copied_house: Path, room: str, line: str, contract: str) -> None:
    (copied_house / room / "planted.py").write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")

    checked = lint(copied_house)

    assert checked.returncode != 0
    assert f"{contract} BROKEN" in checked.stdout
    assert "planted" in checked.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_the_one_of_this_checkout(package: str) -> None:
    """A path entrypoint would put ``flows/`` on ``sys.path``, and its modules in the place of these packages."""
    asked = f"import {package}; print({package}.__path__[0])"

    found = subprocess.run([sys.executable, "-c", asked], cwd="/", capture_output=True, text=True, check=True)

    assert Path(found.stdout.strip()) == CHECKOUT / package


def test_no_module_of_flows_or_tasks_has_the_name_of_a_package() -> None:
    modules = {path.stem for path in SOURCES if path.parent.name in {"flows", "tasks"}} - {"__init__"}

    assert not modules & {*PACKAGES, "deployments", "tests", *sys.stdlib_module_names}


@pytest.mark.parametrize("path", [path for path in SOURCES if not named(path).startswith(SPEAK_CHINESE)], ids=named)
def test_the_words_people_read_stand_in_the_catalogues(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert [text for text in texts(tree) if CHINESE.search(text)] == []


def test_a_chinese_word_in_the_source_is_found_and_one_that_a_docstring_cites_is_not() -> None:
    planted = 'def role() -> str:\n    """Return 编导."""\n    return f"{1} 编导"'

    assert [text for text in texts(ast.parse(planted)) if CHINESE.search(text)] == [" 编导"]


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield the texts in a source, without those that stand alone, as docstrings do."""
    alone = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in alone:
            yield node.value


@pytest.mark.parametrize("path", [path for path in SOURCES if path.stat().st_size], ids=named)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_stays_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 250


def test_importing_everything_connects_nothing_and_writes_nothing(tmp_path: Path) -> None:
    everything = [named(path).removesuffix(".py").replace("/", ".") for path in SOURCES if path.stem != "__main__"]
    wanted = [name.removesuffix(".__init__") for name in everything if not name.startswith("agency.records.migrations")]
    script = f"""
import importlib, socket, sqlite3, sqlalchemy
def refuse(*_, **__): raise SystemExit("something happened at import")
socket.socket.connect = sqlite3.connect = sqlalchemy.create_engine = refuse
for name in {wanted!r}: importlib.import_module(name)
"""
    environment = {**os.environ, "SHORTVIDEO_HOME": str(tmp_path / "home"), "PREFECT_HOME": str(tmp_path / "prefect")}

    found = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("lock", LOCKS, ids=named)
def test_a_lock_names_no_host_and_hashes_everything(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    requirements = re.split(r"\n(?=\S)", text.strip())

    assert "://" not in text
    assert all("--hash=sha256:" in requirement for requirement in requirements)


def test_the_locks_hold_every_dependency_that_is_declared() -> None:
    declared = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = {lock.name: lock.read_text(encoding="utf-8").lower() for lock in LOCKS}

    assert not missing(declared["project"]["dependencies"], locked["requirements.lock"])
    assert not missing(declared["project"]["dependencies"], locked["requirements-dev.lock"])
    assert not missing(declared["dependency-groups"]["dev"], locked["requirements-dev.lock"])


def missing(requirements: list[str], lock: str) -> list[str]:
    """Return the requirements that a lock does not pin."""
    names = [re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower() for requirement in requirements]
    return [name for name in names if not re.search(rf"^{re.escape(name)}(\[.*\])?==", lock, re.MULTILINE)]


def sentences() -> Iterator[tuple[str, str]]:
    """Yield where each sentence for people stands, and the sentence; those within an f-string too."""
    for package in PACKAGES:
        for path in sorted((CHECKOUT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(func=ast.Name(id="_"), args=[ast.Constant(value=str(sentence))]):
                        yield f"{path.relative_to(CHECKOUT)}:{node.lineno}", sentence


def test_every_sentence_for_people_has_its_chinese() -> None:
    chinese = translations("zh_CN")

    assert [f"{place}: {sentence}" for place, sentence in sentences() if chinese.gettext(sentence) == sentence] == []


def test_a_translation_names_the_same_things_as_its_sentence() -> None:
    chinese = translations("zh_CN")

    assert [place for place, sentence in sentences() if fields(sentence) != fields(chinese.gettext(sentence))] == []


def fields(sentence: str) -> set[str]:
    """Return the placeholders of a sentence."""
    return set(re.findall(r"{(\w+)[^}]*}", sentence))
