"""What is told of a message that waits for a person: on the page of the outbox, and above the form that settles it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from agency.domain.calendar import beijing_minute
from agency.domain.terms import label
from agency.domain.terms.sharing import DeliveryStatus
from agency.locale import _
from tasks.gate.exhibits import table
from tasks.messages.dead_letters import Letter, place_of


def letters_table(session: Session, found: Sequence[Letter]) -> str:
    """Return letters as a table, numbered in their order."""
    header = [
        _("No."),
        _("Waiting since"),
        _("Goes to"),
        _("The message"),
        _("Its state"),
        _("Reason given"),
        _("What you do about it"),
    ]
    return table([[number, *row(session, letter)] for number, letter in enumerate(found, 1)], header)


def row(session: Session, letter: Letter) -> list[object]:
    """Return one letter as a row."""
    first = letter.messages[0]
    return [
        beijing_minute(first.created_at),
        place_of(session, first.chat_id, first.person_id),
        letter.title,
        state_of(letter),
        first.last_error,
        advice_for(letter),
    ]


def state_of(letter: Letter) -> str:
    """Return what became of a letter, as people read it."""
    return _("to be carried by hand") if letter.status is DeliveryStatus.WAITING else label(letter.status)


def advice_for(letter: Letter) -> str:
    """Return what a person does about a letter."""
    match letter.status:
        case DeliveryStatus.UNCLEAR:
            return _("Look into the group whether it is there, then say so in resend-messages.")
        case DeliveryStatus.GIVEN_UP:
            return _("Mend what the reason says and send it again, or tell them otherwise and withdraw it.")
        case _:
            return _("Tell the person yourself, then tick it off in resend-messages.")
