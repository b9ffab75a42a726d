"""What a run and the Prefect server say to each other around a wait: answers on file, the run's name and tags.

Every leg of a run asks under a key of its own, named after the state that began it: a key that was used suspends no run a
second time, and after a retry it can never be resumed. (The run's count of runs does not do: a resume leaves it as it is.)
An answer is therefore looked for under all the legs that asked the question, and the first one given counts.
"""

import json

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRunInput
from prefect.input.run_input import keyset_from_base_key
from prefect.runtime import flow_run

from tasks.gate.questions import Answer, Question

MOST_LEGS = 200


def answer_on_file(question: Question) -> Answer | None:
    """Return the answer given to a question in an earlier leg of this run, None when there is none."""
    with get_client(sync_client=True) as client:
        inputs = client.filter_flow_run_input(
            flow_run.id, key_prefix=f"suspended-{question.key}-leg-", limit=MOST_LEGS, exclude_keys=set()
        )
    given = [entry for entry in inputs if entry.key.endswith("-response")]
    return Answer(question.key, read_values(given[0]), given[0].created) if given else None


def read_values(entry: FlowRunInput) -> dict[str, object]:
    """Return what was filled in; whatever is not a form's content counts as empty and is put back by the rules."""
    values = json.loads(entry.value)
    return values if isinstance(values, dict) else {}


def put_on_the_board(question: Question) -> str:
    """Return the key under which this leg asks a question, with the form in place under it before the run is suspended.

    The run is named after its question and tagged, so that the Runs page is the inbox.
    """
    with get_client(sync_client=True) as client:
        client.update_flow_run(flow_run.id, name=question.headline, tags=sorted(question.tags))
        key = f"{question.key}-leg-{client.read_flow_run(flow_run.id).state_id}"
    if question.form is not None:
        question.form.save(keyset_from_base_key(f"suspended-{key}"))
    return key
