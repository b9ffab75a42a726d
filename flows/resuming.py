"""What a run and the Prefect server say to each other around a wait: answers on file, the run's name and tags.

Every leg of a run asks under a key of its own, because a key that was used can never be resumed again after a retry; an
answer is therefore looked for under all the legs that asked the question, and the first one given counts.
"""

import json

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRunInput
from prefect.input.run_input import keyset_from_base_key
from prefect.runtime import flow_run

from tasks.questions import Answer, Question

MOST_LEGS = 200


def leg(question: Question) -> str:
    """Return the key under which this leg of the run asks a question."""
    return f"{question.key}-leg{flow_run.run_count}"


def answer_on_file(question: Question) -> Answer | None:
    """Return the answer given to a question in an earlier leg of this run, None when there is none."""
    with get_client(sync_client=True) as client:
        inputs = client.filter_flow_run_input(
            flow_run.id, key_prefix=f"suspended-{question.key}-leg", limit=MOST_LEGS, exclude_keys=set()
        )
    given = [entry for entry in inputs if entry.key.endswith("-response")]
    return Answer(question.key, read_values(given[0])) if given else None


def read_values(entry: FlowRunInput) -> dict[str, object]:
    """Return what was filled in; whatever is not a form's content counts as empty and is put back by the rules."""
    values = json.loads(entry.value)
    return values if isinstance(values, dict) else {}


def put_on_the_board(question: Question) -> None:
    """Name the run after its question and tag it, so that the Runs page is the inbox; and put the form in place first."""
    if question.form is not None:
        question.form.save(keyset_from_base_key(f"suspended-{leg(question)}"))
    with get_client(sync_client=True) as client:
        client.update_flow_run(flow_run.id, name=question.headline, tags=sorted(question.tags))
