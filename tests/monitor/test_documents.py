"""Whoever is on duty finds every alarm on the page of operations, with what to do; every metric has its row; and nothing more."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from agency.domain.terms import label
from agency.domain.terms.watching import Attention
from agency.locale import _
from config.settings import CHECKOUT
from shortvideo.checkups.known import KNOWN
from shortvideo.house.counting_runs import RELIED_ON
from shortvideo.monitor.measures import MEASURES, PREFIX
from tasks.server.automations import watched

OPERATIONS = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
METRICS = (CHECKOUT / "docs" / "metrics.md").read_text(encoding="utf-8")
ALERTS_FILE = CHECKOUT / "deployments" / "alerts.yml"
ALERTS: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(ALERTS_FILE.read_text(encoding="utf-8"))["groups"] for rule in group["rules"]
]
HEADS = {"立刻处理": Attention.AT_ONCE, "今晚看一眼": Attention.TONIGHT, "早上再说": Attention.IN_THE_MORNING}
NAME = re.compile(r"`([\w-]+)`")
TITLE = re.compile(r"(?:^|[` ])“(.+?)”(?= |$)")
PLACEHOLDER = re.compile(r"\{\w+\}|\{\{.*?\}\}")
FINDS = ("Finding", "warning")


def tables() -> dict[Attention, list[list[str]]]:
    """Return the rows of the three tables of alarms, each as its cells."""
    chapter = OPERATIONS.partition("## 收到警报")[2].partition("\n## ")[0]
    found: dict[Attention, list[list[str]]] = {}
    for part in chapter.split("\n### ")[1:]:
        rows = [line.strip("|").split("|") for line in part.splitlines() if line.startswith("|")][2:]
        found[HEADS[part.partition(":")[0]]] = [[cell.strip() for cell in row] for row in rows]
    return found


ROWS = [(attention, row) for attention, rows in tables().items() for row in rows]
NAMES = {name: attention for attention, row in ROWS for name in NAME.findall(row[0])}
TITLES = {title for _attention, row in ROWS for title in TITLE.findall(row[0])}


def findings_in(path: Path) -> Iterator[str]:
    """Yield the names of the findings that a file can give."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FINDS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def doctors_files() -> Iterator[Path]:
    """Yield the files of the doctor, and those outside of its room that give findings to it."""
    own = sorted((CHECKOUT / "shortvideo").rglob("*.py"))
    yield from own
    lent = {
        node.module
        for path in own
        if path.parent.name == "checkups"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("tasks.", "agency.records."))
    }
    yield from (CHECKOUT.joinpath(*str(module).split(".")).with_suffix(".py") for module in sorted(lent, key=str))
    yield CHECKOUT / "agency" / "records" / "grants.py"  # tasks.metrics.authorisation hands its findings on


def found_by_the_doctor() -> set[str]:
    return {name for path in doctors_files() if path.is_file() for name in findings_in(path)}


def alarm_files() -> list[Path]:
    """Return the files that put an alarm into the outbox."""
    sources = [path for room in ("tasks", "flows", "shortvideo") for path in sorted((CHECKOUT / room).rglob("*.py"))]
    return [path for path in sources if "kind=MessageKind.ALARM" in path.read_text(encoding="utf-8")]


def titles_in(path: Path) -> set[str]:
    """Return what stands above the alarms of a file, as people read it, with “…” for what differs."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            given = {one.arg: one.value for one in node.keywords}
            if "title" in given and ast.unparse(given.get("kind", node)) == "MessageKind.ALARM":
                found |= sentences(given["title"])
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "title":
            found |= sentences(node.value)
    return found


def sentences(node: ast.expr) -> set[str]:
    return {
        shown(call.args[0].value)
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_"
        and isinstance(call.args[0], ast.Constant)
    }


def shown(sentence: str) -> str:
    return PLACEHOLDER.sub("…", _(sentence))


def test_every_finding_of_the_doctor_is_in_the_table_of_the_known_and_there_is_no_other():
    assert found_by_the_doctor() == set(KNOWN)


def test_every_finding_has_its_row_under_the_urgency_that_the_health_page_shows():
    told = {name: NAMES.get(name) for name in KNOWN}

    assert told == {name: attention for name, (_part, attention) in KNOWN.items()}


def test_every_alarm_that_a_group_can_be_told_has_its_row_by_its_title():
    titles = {title for path in alarm_files() for title in titles_in(path)}
    titles |= {PLACEHOLDER.sub("…", one.subject) for one in watched()}

    assert len(alarm_files()) >= 4
    assert all(titles_in(path) for path in alarm_files())
    assert titles == TITLES


def test_every_automation_of_prefect_has_its_row():
    assert {one.name for one in watched()} == {name for name in NAMES if name.startswith("agency-")}


def test_every_alert_of_prometheus_has_its_row_under_the_urgency_of_its_label():
    told = {rule["alert"]: NAMES.get(rule["alert"]) for rule in ALERTS}

    assert told == {rule["alert"]: Attention(rule["labels"]["attention"]) for rule in ALERTS}


def test_what_is_relied_on_to_run_by_itself_has_a_schedule():
    declared = yaml.safe_load((CHECKOUT / "deployments" / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]

    assert set(RELIED_ON) <= {one["name"] for one in declared if one.get("schedules")}


def test_no_row_speaks_of_an_alarm_that_there_is_not():
    known = {*KNOWN, *(rule["alert"] for rule in ALERTS), *(one.name for one in watched())}

    assert set(NAMES) - known == set()


def test_every_row_says_what_it_is_what_to_do_at_once_what_can_wait_and_whom_to_wake():
    assert [row for _attention, row in ROWS if len(row) != 5 or not all(row)] == []
    assert [label(attention) for attention in tables()] == list(HEADS)


def test_who_need_not_be_woken_is_not_woken_in_the_morning():
    assert [row[0] for row in tables()[Attention.IN_THE_MORNING] if row[4] != "不用"] == []


def test_every_metric_has_its_row_with_its_labels_and_there_is_no_other():
    rows = re.findall(r"^\| `(\w+)` \| (.*?) ?\| (.+) \|$", METRICS, re.MULTILINE)

    assert [(name, tuple(NAME.findall(labels))) for name, labels, _meaning in rows] == [
        (PREFIX + measure.name, measure.labels) for measure in MEASURES
    ]


def test_an_alert_asks_for_metrics_and_labels_that_there_are():
    labels = {PREFIX + measure.name: set(measure.labels) for measure in MEASURES}
    for rule in ALERTS:
        for name, chosen in re.findall(rf"({PREFIX}\w+)(?:{{(.*?)}})?", rule["expr"]):
            assert set(re.findall(r"(\w+)=", chosen)) <= labels[name]


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool comes with Debian's package prometheus")
def test_prometheus_reads_the_alerts():
    said = subprocess.run(["promtool", "check", "rules", ALERTS_FILE], capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stderr
