"""What a person does in Prefect's pages, done over its API: begin a run, answer its question, look at the list."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shortvideo.api import ask

PATIENCE_S = 300.0
LOOK_EVERY_S = 0.05
ENDED = ("FAILED", "CRASHED", "COMPLETED", "CANCELLED")

BUSINESS = {
    "person": "商陆(商务)",
    "client_wishes": "夏天多卖冷泡茶(虚构)",
    "deliverables": "抖音短视频每月 12 条",
    "targets": "三个月涨粉 1 万",
}
YES = {"person": "云总(部门负责人)", "decision": "通过", "comment": ""}


@dataclass(frozen=True)
class Followed:
    """How soon a click was followed, in seconds: until the run was at work, and until it stood at its next question."""

    to_work: float
    to_question: float


class Clicks:
    """One person at the pages of one house."""

    def __init__(self, api: str) -> None:
        self.api = api

    def told(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401 - an answer of any shape
        """Send one request and return its answer; a refusal is no figure."""
        answer = ask(method, f"{self.api}/{path}", body)
        answer.raise_for_status()
        return answer.json()

    def begin(self, deployment: str, parameters: Mapping[str, object], **how: object) -> str:
        """Begin a run of a deployment and return its id."""
        found = self.told("GET", f"deployments/name/{deployment}/{deployment}")["id"]
        run = self.told("POST", f"deployments/{found}/create_flow_run", {"parameters": parameters, **how})
        return str(run["id"])

    def question(self, run: str, after: str = "") -> Mapping[str, Any]:
        """Wait until a run stands at a question that is another than the one of this state; return its state."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            state = self.told("GET", f"flow_runs/{run}")["state"]
            if state["name"] == "Suspended" and state["id"] != after:
                return dict(state)
            assert state["type"] not in ENDED, state
            assert time.monotonic() < deadline, state
            time.sleep(LOOK_EVERY_S)

    def answer(self, run: str, values: Mapping[str, str]) -> Followed:
        """Answer the question at which a run stands, and wait for the next one."""
        before, clicked = self.question(run), time.time()
        answer = self.told("POST", f"flow_runs/{run}/resume", {"run_input": values})
        assert answer["status"] == "ACCEPT", answer
        after = self.question(run, before["id"])
        states = self.told("GET", f"flow_run_states/?flow_run_id={run}")
        at_work = min(each for each in moments(states, "RUNNING") if each > clicked)
        return Followed(at_work - clicked, moment(after) - clicked)


def moments(states: Iterable[Mapping[str, Any]], kind: str) -> list[float]:
    """Return when a run came into states of a type."""
    return [moment(each) for each in states if each["type"] == kind]


def moment(state: Mapping[str, Any]) -> float:
    """Return when a run came into a state, in seconds since 1970."""
    return datetime.fromisoformat(state["timestamp"]).timestamp()
