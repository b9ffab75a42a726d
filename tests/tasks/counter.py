"""A gate's counter without Prefect: questions are asked and answered within one unit of work."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from tasks.gate.answers import receive
from tasks.gate.asking import next_question
from tasks.gate.desk import Desk
from tasks.gate.questions import Answer, Question, Stopped
from tasks.gate.work import StageWork


@dataclass(frozen=True)
class Counter:
    """One stage of one subject; each call stands for a leg of a run."""

    session: Session
    work: StageWork
    code: str

    def asks(self) -> Question | Stopped | None:
        """Return what is asked now."""
        return next_question(self.desk())

    def answer(self, **values: Any) -> "Counter":
        """Answer the question that is open, and look at once what is asked next, as a stage does."""
        asked = self.asks()
        assert isinstance(asked, Question)
        receive(self.desk(), Answer(asked.key, values))
        self.asks()
        return self

    def desk(self) -> Desk:
        """Return the desk as a new leg finds it."""
        return Desk(self.session, self.work, self.work.find(self.session, self.code), "run-of-a-test")

    @property
    def shown(self) -> str:
        """What stands above the open question's form."""
        asked = self.asks()
        assert isinstance(asked, Question)
        assert asked.form is not None
        return asked.form.shown

    @property
    def fields(self) -> dict[str, Any]:
        """The open question's fields."""
        asked = self.asks()
        assert isinstance(asked, Question)
        assert asked.form is not None
        return dict(asked.form.model_json_schema()["properties"])

    @property
    def is_passed(self) -> bool:
        """Whether nothing is asked any more."""
        return self.asks() is None
