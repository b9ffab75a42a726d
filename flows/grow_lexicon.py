"""The flow ``grow-lexicon``: a lead decides about the words that the team's corrections propose (C3)."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed

from agency.locale import _
from flows.carrying import carry
from tasks.comments.lexicon_learning import SUBJECT, learn_words


def whiteboard() -> str:
    """Return the run's name until it asks."""
    return _("C3 · words of comments")


@flow(name="grow-lexicon", flow_run_name=whiteboard, persist_result=False)
def grow_lexicon() -> State[Any]:
    """Ask about the proposed words, ten at a time, until each is decided (C3); what is accepted counts from then on."""
    return carry(SUBJECT, [learn_words]) or Completed(message=_("No word waits to be decided about."))
