"""A line of a log is one JSON object with what is known of its run; Prefect and our own modules write the same form."""

import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from config.settings import Settings
from shortvideo.house.environment import children_environment
from shortvideo.logs.lines import JsonLines, TextLines

NOON = datetime(2026, 11, 26, 4, 0, 0, 125000, tzinfo=UTC)
RUN = "0b1b2c3d-1111-4222-8333-444455556666"
SAYS = """
import logging, sys
from shortvideo.ending import finish

def say() -> None:
    if "prefect" in sys.argv:
        from prefect.logging.loggers import get_logger
        get_logger("flow_runs").warning("密钥 token=xuni-token-1 的运行")
    logging.getLogger("agency.platforms").warning("answer %s", {"access_token": "act.xuni-2"})
    try:
        raise OSError("https://bot.invalid/hook/xuni-hook-3")
    except OSError:
        logging.getLogger("tasks.messages.sending").exception("两行\\n字")

finish(say)
"""


def record(**extra: object) -> logging.LogRecord:
    with time_machine.travel(NOON, tick=False):
        made = logging.LogRecord("tasks.gate", logging.INFO, __file__, 1, "《%s》 过了", ("夏日新品",), None)
    made.__dict__.update(extra)
    return made


def as_json(**extra: object) -> dict[str, Any]:
    line = JsonLines().format(record(**extra))
    assert "\n" not in line
    return dict(json.loads(line))


def test_a_line_says_when_who_what_and_where():
    told = as_json()

    assert told["at"] == "2026-11-26T04:00:00.125+00:00"
    assert (told["level"], told["logger"], told["message"]) == ("INFO", "tasks.gate", "《夏日新品》 过了")
    assert told["process"] == os.getpid()
    assert {"host", "program"} <= set(told)


def test_what_is_not_known_of_a_run_is_left_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("PREFECT__FLOW_RUN_ID", raising=False)

    assert not [key for key in as_json(flow_run_name="<unknown>", task_run_id=None) if "run" in key]


def test_a_record_of_a_run_names_it():
    told = as_json(flow_run_id=RUN, flow_run_name="BREEZE-001", flow_name="produce-video", task_run_id="t-1")

    assert (told["flow_run_id"], told["flow_run_name"], told["flow_name"]) == (RUN, "BREEZE-001", "produce-video")
    assert told["task_run_id"] == "t-1"


def test_a_library_that_knows_no_run_is_told_by_its_process(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PREFECT__FLOW_RUN_ID", RUN)
    monkeypatch.setenv("PREFECT__DEPLOYMENT_NAME", "produce-video")

    assert as_json()["flow_run_id"] == RUN
    assert as_json()["deployment_name"] == "produce-video"
    assert as_json(flow_run_id="another")["flow_run_id"] == "another"


def test_a_person_reads_one_line_with_the_run():
    line = TextLines().format(record(flow_run_name="BREEZE-001"))

    assert line == "2026-11-26T04:00:00Z | INFO    | BREEZE-001 - 《夏日新品》 过了"


@pytest.mark.parametrize("knows", ["plain", "prefect"])
def test_every_process_of_the_house_writes_json_without_secrets(knows: str, tmp_path: Path):
    chosen = Settings(home=tmp_path, log_format="json", prefect_port=4989)
    told = {**os.environ, **children_environment(chosen), "PREFECT_LOGGING_TO_API_ENABLED": "false"}

    said = subprocess.run(
        [sys.executable, "-c", SAYS, knows], env=told, capture_output=True, text=True, check=True, timeout=120
    )

    lines = [json.loads(line) for line in said.stderr.splitlines()]
    assert [line["logger"] for line in lines] == [
        *(["prefect.flow_runs"] if knows == "prefect" else []),
        "agency.platforms",
        "tasks.messages.sending",
    ]
    assert "xuni" not in said.stderr
    assert lines[-1]["message"] == "两行\n字"
    assert "OSError" in lines[-1]["error"]
