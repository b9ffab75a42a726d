"""The two forms of a log's line: JSON for a program that collects them, and text for a person at a terminal."""

import json
import logging
import os
import socket
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

OF_A_RUN = (
    "flow_run_id",
    "flow_run_name",
    "flow_name",
    "deployment_name",
    "task_run_id",
    "task_run_name",
    "worker_name",
)
BY_ENVIRONMENT = {
    "flow_run_id": "PREFECT__FLOW_RUN_ID",
    "flow_name": "PREFECT__FLOW_NAME",
    "deployment_name": "PREFECT__DEPLOYMENT_NAME",
}
UNKNOWN = "<unknown>"


class JsonLines(logging.Formatter):
    """One JSON object a line: when (UTC), how grave, who said what, in which run, on which machine, in which process.

    What a record does not know is left out. A library's record knows no run: the process's environment does.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as its line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **run_of(record),
            "host": host(),
            "process": record.process,
            "program": program(),
        }
        if record.exc_info or record.exc_text:
            told["error"] = record.exc_text or self.formatException(record.exc_info or (None, None, None))
        return json.dumps(told, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """One line for a person: the moment in UTC, how grave, who said it, the run where there is one, and the words."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as its line, a traceback beneath it."""
        run = run_of(record)
        where = run.get("flow_run_name") or run.get("flow_run_id") or record.name
        at = datetime.fromtimestamp(record.created, UTC)
        line = f"{at:%Y-%m-%dT%H:%M:%S}Z | {record.levelname:<7} | {where} - {record.getMessage()}"
        error = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        return f"{line}\n{error}" if error else line


def run_of(record: logging.LogRecord) -> dict[str, str]:
    """Return what is known of the run in which something was said."""
    known = {name: os.environ.get(variable) for name, variable in BY_ENVIRONMENT.items()}
    known |= {name: value for name in OF_A_RUN if (value := getattr(record, name, None))}
    return {name: str(value) for name, value in known.items() if value and value != UNKNOWN}


@cache
def host() -> str:
    """Return the name of this machine."""
    return socket.gethostname()


@cache
def program() -> str:
    """Return what this process runs: the module that Python was started with, or the command."""
    words = sys.orig_argv
    return (
        words[words.index("-m") + 1] if "-m" in words[:-1] else Path(words[0] if len(words) == 1 else sys.argv[0]).name
    )
