"""The deployments of ``deployments/prefect.yaml`` name the flows of this tree, all of them, at Beijing times."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from prefect import Flow
from prefect.client.schemas.schedules import CronSchedule

import flows
from config.settings import CHECKOUT
from shortvideo.house.opening import DEPLOYMENTS
from shortvideo.house.queues import FORMER, MESSAGES, PEOPLE, queues
from shortvideo.house.workers import POOL

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FULL_STOP = "。"
DECLARED = yaml.safe_load(DEPLOYMENTS.read_text(encoding="utf-8"))["deployments"]
SCHEDULES = [(one["name"], schedule) for one in DECLARED for schedule in one.get("schedules", [])]
EVERY_DEPLOYMENT = pytest.mark.parametrize("declared", DECLARED, ids=lambda declared: declared["name"])


def flow_of(entrypoint: str) -> Flow[..., Any] | None:
    """Return the flow that a module path names; None for a path of a file, and where there is no such flow."""
    if not re.fullmatch(r"flows(\.[a-z_]+){2}", entrypoint):
        return None
    module, _dot, name = entrypoint.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), name, None)
    except ModuleNotFoundError:
        return None
    return found if isinstance(found, Flow) else None


def is_true(declared: Mapping[str, Any]) -> bool:
    """Say whether a deployment's entrypoint is a flow that bears its name."""
    flow = flow_of(declared["entrypoint"])
    return flow is not None and flow.name == declared["name"]


def flows_of_the_house() -> set[str]:
    """Return the names of the flows that the modules of ``flows`` hold."""
    modules = [importlib.import_module(f"flows.{found.name}") for found in pkgutil.iter_modules(flows.__path__)]
    return {value.name for module in modules for value in vars(module).values() if isinstance(value, Flow)}


def started_by_name() -> Iterator[tuple[str, str]]:
    """Yield each module of ``flows`` with the deployments that it starts."""
    for path in sorted((CHECKOUT / "flows").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "start":
                yield path.name, ast.literal_eval(node.args[0])


@EVERY_DEPLOYMENT
def test_an_entrypoint_is_the_module_path_of_the_flow_that_bears_the_name(declared: dict[str, Any]) -> None:
    assert is_true(declared)


@pytest.mark.parametrize(
    "entrypoint",
    [
        "flows/produce_video.py:produce_video",  # would load the file as module `produce_video` and shadow the package
        "flows.produce_video:produce_video",
        "flows.produce_video.carry",
        "flows.produce_vidoe.produce_video",
        "flows.record_shoot.record_shoot",
    ],
)
def test_an_entrypoint_that_is_no_module_path_of_its_flow_is_found(entrypoint: str) -> None:
    assert not is_true({"name": "produce-video", "entrypoint": entrypoint})


def test_every_flow_has_one_deployment() -> None:
    names = [declared["name"] for declared in DECLARED]

    assert sorted(names) == sorted(flows_of_the_house())


def test_what_a_flow_starts_by_name_is_deployed() -> None:
    names = {declared["name"] for declared in DECLARED}
    started = list(started_by_name())

    assert started
    assert [(module, name) for module, name in started if name not in names] == []


@EVERY_DEPLOYMENT
def test_a_lead_is_told_in_chinese_what_a_deployment_is_for(declared: dict[str, Any]) -> None:
    assert CHINESE.search(declared["description"])
    assert declared["description"].rstrip().endswith(FULL_STOP)


@EVERY_DEPLOYMENT
def test_a_deployment_has_tags_and_goes_to_the_pool_of_the_house(declared: dict[str, Any]) -> None:
    assert declared["tags"]
    assert declared["work_pool"]["name"] == POOL


@EVERY_DEPLOYMENT
def test_a_deployment_stands_in_a_queue_of_the_pool(declared: dict[str, Any]) -> None:
    assert declared["work_pool"].get("work_queue_name") in {queue.name for queue in queues(worker_limit=4)} - {FORMER}


@EVERY_DEPLOYMENT
def test_what_begins_by_itself_stands_behind_what_people_wait_for(declared: dict[str, Any]) -> None:
    """Whatever is started by hand or by another flow has somebody waiting; of the scheduled ones only the meetings."""
    waited_for = not declared.get("schedules") or declared["name"] == "hold-topic-meetings"

    assert (declared["work_pool"].get("work_queue_name") == PEOPLE) is waited_for


@EVERY_DEPLOYMENT
def test_what_comes_every_few_minutes_never_stands_behind_a_pull(declared: dict[str, Any]) -> None:
    """Messages and deadlines keep their time; of the files laid into the inbox nobody waits for a minute."""
    often = any("/" in one["cron"].split()[0] or "," in one["cron"].split()[0] for one in declared.get("schedules", []))
    keeps_time = often and declared["name"] != "watch-inbox"

    assert (declared["work_pool"].get("work_queue_name") == MESSAGES) is keeps_time


@EVERY_DEPLOYMENT
def test_every_parameter_of_the_run_form_is_explained_in_chinese(declared: dict[str, Any]) -> None:
    flow = flow_of(declared["entrypoint"])
    assert flow is not None

    told = {name: field.get("description", "") for name, field in flow.parameters.properties.items()}

    assert [name for name, description in told.items() if not CHINESE.search(description)] == []


@EVERY_DEPLOYMENT
def test_every_parameter_of_the_run_form_is_called_by_a_chinese_word(declared: dict[str, Any]) -> None:
    flow = flow_of(declared["entrypoint"])
    assert flow is not None

    captions = {name: field.get("caption", "") for name, field in flow.parameters.properties.items()}

    assert [name for name, caption in captions.items() if not CHINESE.search(caption)] == []


@EVERY_DEPLOYMENT
def test_every_choice_of_the_run_form_is_said_in_chinese_and_what_stands_there_is_one_of_them(
    declared: dict[str, Any],
) -> None:
    flow = flow_of(declared["entrypoint"])
    assert flow is not None
    given = [schedule.get("parameters", {}) for schedule in declared.get("schedules", [])]

    for name, field in flow.parameters.properties.items():
        choices = field.get("enum", [])
        chosen = [each[name] for each in [*given, {name: field.get("default")}] if each.get(name) is not None]
        assert [choice for choice in choices if not (CHINESE.search(choice) or choice == "BGM")] == []
        assert not choices or set(chosen) <= set(choices)


@pytest.mark.parametrize(("name", "schedule"), SCHEDULES, ids=[name for name, _ in SCHEDULES])
def test_a_schedule_is_a_cron_in_beijing(name: str, schedule: dict[str, Any]) -> None:
    assert CronSchedule(cron=schedule["cron"], timezone=schedule["timezone"]).timezone == "Asia/Shanghai"
