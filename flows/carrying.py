"""How a flow carries a subject through its stages and waits for people (gates.md, "The pattern").

The run is suspended at each question and holds nothing meanwhile. What was answered is on record before the next stage
is looked at, so a run that dies anywhere goes on from the records when it is started again.
"""

from collections.abc import Sequence

from prefect import State, get_run_logger
from prefect.flow_runs import suspend_flow_run
from prefect.states import Cancelled

from agency.errors import StageOutOfOrder
from agency.locale import _
from flows.resuming import answer_on_file, put_on_the_board
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.stage import Stage


def carry(code: str, stages: Sequence[Stage]) -> State | None:
    """Take a subject through its stages in order, and begin again from the first one that is open after each answer.

    Returns None when nothing is open any more, or the Cancelled state when a person stopped the work.
    """
    while asked := first_question(code, stages):
        stage, question = asked
        if isinstance(question, Stopped):
            return Cancelled(message=question.reason)
        stage(code, ask(question))
    return None


def first_question(code: str, stages: Sequence[Stage]) -> tuple[Stage, Question | Stopped] | None:
    """Return the first stage that asks something, with what it asks; the settled ones pass without a word."""
    for stage in stages:
        if (question := stage(code, None)) is not None:
            return stage, question
    return None


def ask(question: Question) -> Answer:
    """Return the answer to a question; while there is none, suspend the run, which ends this leg of it."""
    if (given := answer_on_file(question)) is not None:
        return given
    get_run_logger().info(question.headline)
    suspend_flow_run(wait_for_input=question.form, key=put_on_the_board(question))
    sentence = _("The server lets the run go on, and the question is not answered: {question}")
    raise StageOutOfOrder(sentence.format(question=question.headline))
