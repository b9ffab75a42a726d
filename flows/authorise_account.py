"""The flow ``authorise-account``: an account's owner agrees that the agency reads its figures (S12).

The run waits suspended for the code, as at a gate. Only the newest answer is tried: a code is good once.
"""

from itertools import count
from typing import Annotated, Any

from prefect import State, flow, task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from prefect.states import Completed

from agency.locale import _
from flows.carrying import ask
from flows.explained import Explained
from flows.put_back import put_back
from flows.resuming import answer_on_file
from tasks.gate.questions import Answer
from tasks.metrics.consent import Asked, Tried, consent_asked, consent_question, entered, try_code
from tasks.metrics.shared_pace import kept_by_all

read_consent = task(name="read-consent", cache_policy=NO_CACHE, persist_result=False)(consent_asked)
enter_code = task(name="enter-code", cache_policy=NO_CACHE, persist_result=False)(kept_by_all()(try_code))


@flow(name="authorise-account", flow_run_name="S12 · {account}", persist_result=False)
@put_back
def authorise_account(
    account: Annotated[str, Explained(_("Account"), _("Code of the account whose owner agrees."))],
) -> State[Any]:
    """Ask for an account's authorisation until one is given (S12)."""
    asked = read_consent(account, str(flow_run.id))
    answers = answers_on_file(asked)
    tried = enter_code(asked, entered(answers[-1])) if answers else Tried(is_authorised=False)
    while not tried.is_authorised:
        answers.append(ask(consent_question(asked, len(answers), tried.sentence)))
        tried = enter_code(asked, entered(answers[-1]))
    return Completed(message=tried.sentence)


def answers_on_file(asked: Asked) -> list[Answer]:
    """Return what was answered in the run's earlier legs, oldest first."""
    answers: list[Answer] = []
    for number in count():
        if (answer := answer_on_file(consent_question(asked, number))) is None:
            return answers
        answers.append(answer)
    return answers
