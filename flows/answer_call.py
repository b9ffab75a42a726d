"""The flow ``answer-call``: whoever was asked to watch a published work says to have watched it (C3)."""

from typing import Annotated, Any

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Completed

from agency.locale import _
from flows.asking_anew import ask_anew
from flows.carrying import carry
from flows.explained import Explained
from flows.put_back import put_back
from flows.starting import start
from tasks.engagement.answers import ask_who_watched, calls_to_answer, outdated_answers
from tasks.engagement.closing import close_over_calls
from tasks.engagement.settling import settle_unanswered
from tasks.gate.questions import Answer, Question, Stopped
from tasks.messages.sending import send_now


@flow(name="answer-call", flow_run_name="C3 · {content}/{account}", persist_result=False)
@put_back
def answer_call(
    content: Annotated[str, Explained(_("Video"), _("Code of the content item, e.g. BREEZE-001"))],
    account: Annotated[str, Explained(_("Account"), _("Code of the account it is published on."))],
) -> State[Any]:
    """Ask everybody who was called by name, until all have answered or the days for it are over (C3).

    Where somebody is missing then, the one responsible is asked once what came of it.
    """
    send_now()
    stopped = carry(f"{content}/{account}", [ask_who_watched, settle_unanswered])
    sentence = _("{code}: nobody is asked any more whether they watched it.")
    return stopped or Completed(message=sentence.format(code=f"{content}/{account}"))


def begin_answers(content: str = "") -> int:
    """Start a run for each publication whose calls wait for answers, each once, and return how many those are."""
    waiting = calls_to_answer(content)
    for call in waiting:
        start(
            "answer-call",
            once=f"answer-{call.publication_id}",
            name=call.name,
            tags=["C3", call.content, call.project],
            content=call.content,
            account=call.account,
        )
    return len(waiting)


@task(name="begin-answering", task_run_name="C3 · {code}", cache_policy=NO_CACHE, persist_result=False)
def begin_answering(code: str, answer: Answer | None = None) -> Question | Stopped | None:
    """Start the run that asks who has watched an item's work; as a stage it asks nothing itself."""
    begin_answers(code)
    return None


def keep_answers_going() -> None:
    """Close what is over, begin what nobody is asked about, and let runs that ask the wrong people look again."""
    close_over_calls()
    begin_answers()
    ask_anew(outdated_answers())
