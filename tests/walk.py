"""Walks a subject through its stages in this process, without a server: the same desk, forms and ledger as in a flow.

What only a server can show (the suspended run, the resume call, the dead process) is tested on one; see ``tests.legs``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic_core import PydanticUndefined

from tasks.gate.answers import receive
from tasks.gate.asking import next_question
from tasks.gate.desk import Desk
from tasks.gate.forms import Form
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.work import StageWork
from tasks.opening import records

RUN = "00000000-0000-0000-0000-000000000001"


@dataclass
class Walk:
    """One subject and the stages it is taken through, in order, by one run."""

    code: str
    stages: Sequence[StageWork]
    run: str = RUN

    def asked(self) -> tuple[StageWork, Question | Stopped] | None:
        """Return the first stage that asks something, with what it asks."""
        for work in self.stages:
            with records() as session:
                question = next_question(Desk(session, work, work.find(session, self.code), self.run))
            if question is not None:
                return work, question
        return None

    @property
    def question(self) -> Question:
        """What is asked now; there must be a question."""
        asked = self.asked()
        assert asked is not None, "nothing is asked"
        assert isinstance(asked[1], Question), asked[1]
        return asked[1]

    @property
    def gate(self) -> str | None:
        """The gate that is open, None when all are passed."""
        asked = self.asked()
        return asked[0].gate if asked else None

    @property
    def shown(self) -> str:
        """The text above the form."""
        return self.form.shown

    @property
    def people(self) -> list[str]:
        """Who may answer now."""
        return list(get_args(self.form.model_fields["person"].annotation))

    @property
    def form(self) -> type[Form]:
        """The form of the question; a wait has none."""
        form = self.question.form
        assert form is not None, "nothing is to be filled in"
        return form

    def answer(self, **values: Any) -> "Walk":
        """Answer what is asked, as the form's page would send it: untouched fields with what they show."""
        asked = self.asked()
        assert asked is not None
        work, question = asked
        assert isinstance(question, Question)
        sent = shown_values(question.form) | values
        with records() as session:
            desk = Desk(session, work, work.find(session, self.code), self.run)
            receive(desk, Answer(question.key, sent))
            next_question(desk)
        return self

    def agree(self, person: str, **beside: str) -> "Walk":
        """Say yes at a gate."""
        return self.answer(person=person, decision="通过", comment="", **beside)


def shown_values(form: type[Form] | None) -> dict[str, Any]:
    """Return what the fields of a form show before anything is filled in."""
    fields = form.model_fields if form else {}
    return {name: field.default for name, field in fields.items() if field.default is not PydanticUndefined}
