"""Answers the sample's questions on the way that people's answers take: the same forms, rules and ledger, without Prefect."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from agency.domain.terms import label
from agency.errors import BadInput
from agency.locale import _
from agency.records import inbox, ledger
from agency.records.named import by_code
from agency.records.tables import Person
from shortvideo.sample.dating import dated
from shortvideo.sample.telling import ToldAnswer
from tasks.gate.answers import receive
from tasks.gate.asking import awaited, next_question
from tasks.gate.desk import AskedToDecide, AskedToSubmit, Desk
from tasks.gate.questions import Answer, Question
from tasks.gate.work import StageWork

RUN = "sample"
"""What the ledger keeps in place of a flow run: these answers came through none."""


def fill_in(
    session: Session, work: StageWork, code: str, told: ToldAnswer, start: datetime, days: Mapping[str, object]
) -> None:
    """Answer the question a stage asks now, at the moment that is told; ``days`` fills the ``{…}`` of its texts.

    Raises ``BadInput`` when nothing is asked, or when the answer was put back: then the sample itself is wrong.
    """
    with dated(session, told.moment(start)):
        desk = Desk(session, work, work.find(session, code), RUN)
        question = next_question(desk)
        if not isinstance(question, Question):
            raise BadInput(_("{gate} of {subject} asks nothing.").format(gate=work.gate, subject=code))
        receive(desk, Answer(question.key, values_of(desk, told, days)))
        if (refused := ledger.refusal(session, desk.key, question.key)) is not None:
            reasons = " ".join(refused.reasons)
            raise BadInput(f"{work.gate} {code}: {reasons}")
        next_question(desk)  # a gate is closed by the look that finds it passed
        inbox.leave(session, RUN, work.gate)


def values_of(desk: Desk, told: ToldAnswer, days: Mapping[str, object]) -> dict[str, Any]:
    """Return the form as it is filled in, in the reader's language."""
    values = {name: worded(value, days) for name, value in told.values.items()}
    if told.decision is not None:
        values |= {"decision": label(told.decision), "comment": told.comment}
    return {"person": person_of(desk, told.by), **values}


def person_of(desk: Desk, code: str) -> str:
    """Return what the form calls a person, whom it must be waiting for."""
    state = desk.state()
    person = by_code(desk.session, Person, code)
    people = awaited(desk, state) if isinstance(state, AskedToSubmit | AskedToDecide) else ()
    called = [desk.roster.label(member) for member in people if member.person == person.id]
    if not called:
        raise BadInput(
            _("{gate} of {subject} does not wait for {name}.").format(
                gate=desk.gate.code, subject=desk.subject.code, name=person.name
            )
        )
    return called[0]


def worded(value: object, days: Mapping[str, object]) -> object:
    """Return a value as it is typed: a choice in the reader's language, days filled in."""
    return (_(value) if value else "").format(**days) if isinstance(value, str) else value
