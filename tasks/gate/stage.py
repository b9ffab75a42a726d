"""A stage as a Prefect task: one call takes the answer it is given and returns what is asked next."""

from collections.abc import Callable

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run, task_run

from agency.records import ledger
from config.standard import standard
from tasks.gate.answers import receive
from tasks.gate.asking import next_question
from tasks.gate.desk import Desk
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.work import StageWork
from tasks.opening import records

StageStep = Callable[[str, Answer | None], Question | Stopped | None]
Stage = Task[[str, Answer | None], Question | Stopped | None]


def stage_task(gate: str) -> Callable[[StageStep], Stage]:
    """Make a stage's function a task whose runs read like the whiteboard: ``S7 脚本细化 · SUMMER-01``."""

    def whiteboard() -> str:
        return f"{gate} {standard().gates[gate].name} · {task_run.parameters['code']}"

    return task(name=gate, task_run_name=whiteboard, cache_policy=NO_CACHE, persist_result=False)


def advance(work: StageWork, code: str, answer: Answer | None) -> Question | Stopped | None:
    """Take the answer, if there is one, and return what is asked next; None when the stage asks nothing.

    All of it is one unit of work. Run again with the same answer, it finds the answer on record and changes nothing.
    """
    with records() as session:
        ledger.take_turns(session, code)
        desk = Desk(session, work, work.find(session, code), flow_run.id)
        if answer is not None:
            receive(desk, answer)
        return next_question(desk)
