"""The flow ``resend-messages``: a person says what became of messages that do not go on by themselves (C3)."""

from typing import Any

from prefect import State, flow
from prefect.states import Completed

from agency.locale import _
from flows.carrying import ask
from flows.whiteboard import at_this_moment
from tasks.messages.message_settling import ask_about_letters, settle_answer
from tasks.messages.outbox_page import show_outbox
from tasks.messages.sending import send_now


@flow(
    name="resend-messages",
    flow_run_name=at_this_moment(lambda: _("C3 · messages that wait for a person")),
    persist_result=False,
)
def resend_messages() -> State[Any]:
    """Ask about up to ten messages, write what was said of them, and send what is to be sent again (C3)."""
    question = ask_about_letters()
    if question is None:
        return Completed(message=_("No message waits for a person."))
    settled = settle_answer(ask(question))
    send_now()
    show_outbox()
    return Completed(message=settled.told)
