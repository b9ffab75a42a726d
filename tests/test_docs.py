"""What the documents say is so: their commands, settings, deployments, links and pictures are those of this tree."""

import ast
import re
import shlex
from collections.abc import Iterator, Sequence
from datetime import time
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from typer.core import TyperGroup
from typer.main import get_group

from agency.records.append_only import APPEND_ONLY
from config.mail import MailSettings
from config.platforms import Platforms
from config.policy import Policy
from config.settings import CHECKOUT, ChatGroup, Settings
from config.standard import Gate
from shortvideo.cli import app
from shortvideo.house.opening import DEPLOYMENTS

README, README_ZH = CHECKOUT / "README.md", CHECKOUT / "README.zh-CN.md"
SETTINGS = CHECKOUT / "docs" / "settings.md"
DOCUMENTS = [
    *sorted(CHECKOUT.glob("*.md")),
    *sorted((CHECKOUT / "docs").rglob("*.md")),
    CHECKOUT / "deployments" / "README.md",
]
EVERY_DOCUMENT = pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.relative_to(CHECKOUT).as_posix())
DECLARED = yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8"))["deployments"]

BASH = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH_OF_A_MACHINE = re.compile(r"(?:^|[\s`\"'(])/(?:home|root|Users|work|tmp|mnt)/|[A-Z]:\\")
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*?) ?\| (.*?) ?\| (.+) \|$", re.MULTILINE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OURS = ("python3", "run.py")
OF_THE_SYSTEM = {"install", "useradd", "cp", "docker", "systemctl"}


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands(page: Path) -> list[str]:
    """Return the lines of a document's shell blocks."""
    return [line for block in BASH.findall(read(page)) for line in block.splitlines() if line.strip()]


def verbs() -> TyperGroup:
    """Return the command ``shortvideo`` as the command line reads it."""
    group = get_group(app)
    assert isinstance(group, TyperGroup)
    return group


def parsed(arguments: Sequence[str]) -> str:
    """Return the verb of a command line, whose options and arguments it must know; nothing is run."""
    group = verbs()
    with group.make_context("shortvideo", list(arguments)) as context:
        name, verb, rest = group.resolve_command(context, list(arguments))
        assert verb is not None
        assert name is not None
        verb.make_context(name, rest, parent=context)
    return name


def links(page: Path) -> Iterator[str]:
    """Yield the links of a document that stay in this tree, pictures among them."""
    yield from (link.partition("#")[0] for link in LINK.findall(read(page)) if "://" not in link)


def test_both_readmes_give_the_same_commands_in_the_same_order() -> None:
    assert commands(README) == commands(README_ZH)


@EVERY_DOCUMENT
def test_a_command_in_a_document_is_one_that_there_is(page: Path) -> None:
    for line in commands(page):
        words = shlex.split(line, comments=True)
        if tuple(words[:2]) == OURS:
            parsed(words[2:])
        else:
            assert words[0] in OF_THE_SYSTEM, line


@pytest.mark.parametrize("line", ["dmeo", "demo --quick", "import", "register", "up now"])
def test_a_command_that_there_is_not_is_found(line: str) -> None:
    with pytest.raises(Exception, match=r"No such|Missing|unexpected"):
        parsed(shlex.split(line))


@pytest.mark.parametrize("verb", sorted(verbs().commands))
def test_every_verb_is_told_in_both_readmes(verb: str) -> None:
    for page in (README, README_ZH):
        assert verb in {shlex.split(line)[2] for line in commands(page) if line.startswith(" ".join(OURS))}


@EVERY_DOCUMENT
def test_a_link_or_picture_leads_somewhere(page: Path) -> None:
    assert [link for link in links(page) if link and not (page.parent / link).exists()] == []


@EVERY_DOCUMENT
def test_no_document_names_a_path_of_a_machine(page: Path) -> None:
    assert PATH_OF_A_MACHINE.findall(read(page)) == []


@pytest.mark.parametrize("text", ["see `/home/lin/var`", "in /root/x", "C:\\Users"])
def test_a_path_of_a_machine_is_found(text: str) -> None:
    assert PATH_OF_A_MACHINE.search(text)


def test_both_readmes_show_the_same_pictures() -> None:
    shown = [[link for link in links(page) if link.endswith(".png")] for page in (README, README_ZH)]

    assert shown[0]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared["name"])
def test_every_deployment_and_its_flow_are_told_beside_the_file(declared: dict[str, Any]) -> None:
    page = read(CHECKOUT / "deployments" / "README.md")

    assert re.search(rf"^\| `{declared['name']}` \|", page, re.MULTILINE)


def test_the_architecture_says_of_every_room_of_the_tasks_what_the_room_says_of_itself() -> None:
    rooms = {path.parent.name: first_line(path) for path in (CHECKOUT / "tasks").glob("*/__init__.py")}

    told = dict(re.findall(r"^\| `tasks/(\w+)` \| (.+) \|$", read(CHECKOUT / "docs" / "architecture.md"), re.MULTILINE))

    assert told == rooms


def first_line(path: Path) -> str:
    """Return the first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def test_the_architecture_names_the_tables_that_only_grow() -> None:
    page = read(CHECKOUT / "docs" / "architecture.md")
    told = re.search(r"Append-only\*\* tables \((.*?)\)", page, re.DOTALL)

    assert told
    assert set(re.findall(r"`(\w+)`", told[1])) == set(APPEND_ONLY)


def chapters(page: str) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows on settings of each chapter of the page on settings."""
    heads_and_texts = re.split(r"^## (.*)\n", page, flags=re.MULTILINE)[1:]
    return {head: ROW.findall(text) for head, text in zip(heads_and_texts[::2], heads_and_texts[1::2], strict=True)}


def rows_of(model: type[BaseModel]) -> list[tuple[str, str, str]]:
    """Return name, default and bounds of every field, as the page on settings shows them."""
    return [(name, shown_default(field), shown_bounds(field)) for name, field in model.model_fields.items()]


def shown_default(field: FieldInfo) -> str:
    match field.default:
        case default if default is PydanticUndefined or default is None:
            return ""
        case str() | Path() as text:
            return f'`"{text}"`'
        case tuple() as several:
            return f"`[{', '.join(map(str, several))}]`"
        case time() as clock:
            return f"`{clock.isoformat()}`"
        case number:
            return f"`{number}`"


def shown_bounds(field: FieldInfo) -> str:
    parts = get_args(field.annotation)
    if parts and all(isinstance(part, str) for part in parts):
        return " / ".join(f"`{part}`" for part in parts)
    of_each = [mark for part in parts for told in getattr(part, "__metadata__", ()) for mark in told.metadata]
    marks = [*field.metadata, *of_each]
    low = [mark.ge for mark in marks if hasattr(mark, "ge")]
    high = [mark.le for mark in marks if hasattr(mark, "le")]
    return f"{low[0]}-{high[0]}" if low and high else ""


@pytest.mark.parametrize(
    ("chapter", "model"),
    [
        ("agency.toml", Settings),
        ("agency.toml,每个 `[[groups]]`", ChatGroup),
        ("agency.toml,`[mail]`", MailSettings),
        ("agency.toml,`[policy]`", Policy),
        *((f"agency.toml,`[platforms.{code}]`", type(chosen)) for code, chosen in Platforms().by_code.items()),
    ],
)
def test_every_setting_stands_on_the_page_with_its_default_and_its_bounds(chapter: str, model: type[BaseModel]) -> None:
    told = chapters(read(SETTINGS))[chapter]

    assert [row[:3] for row in told] == rows_of(model)
    assert [name for name, *_, meaning in told if not CHINESE.search(meaning)] == []


def test_every_column_of_the_standards_file_stands_on_the_page() -> None:
    told = set(re.findall(r"`(\w+)`", read(SETTINGS).partition("## standard.toml")[2]))

    assert set(Gate.model_fields) - {"code"} <= told
