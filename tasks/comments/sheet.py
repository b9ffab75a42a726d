"""A form about comments that waits for somebody: who may answer, what was put back and why, and its line in the inbox (C3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from agency.errors import AlreadyDecided, RuleBroken
from agency.locale import _
from agency.records import inbox, ledger
from agency.records.ledger import GateKey
from agency.records.tables import RefusedAnswer
from tasks.gate.exhibits import returned
from tasks.gate.forms import Fields, Form, build_form, filled_in
from tasks.gate.handing_back import hand_back
from tasks.gate.questions import Answer, Question


@dataclass(frozen=True)
class Sheet:
    """The place of one run's questions about one subject, in one unit of work; ``people`` lead from name to id."""

    session: Session
    key: GateKey
    run_id: str
    people: Mapping[str, str]

    @property
    def refusals(self) -> Sequence[RefusedAnswer]:
        """The answers of this run that were put back, oldest first."""
        return [one for one in ledger.refusals(self.session, self.key) if one.flow_run_id == self.run_id]

    def question_key(self, *parts: object) -> str:
        """Return a key of its own for what is asked now: an answer to anything else is never taken for an answer to it."""
        told = "-".join(str(part).lower() for part in parts)
        return f"{self.key.gate.lower()}-{self.run_id[-8:]}-{told}-x{len(self.refusals)}"

    def form(self, name: str, fields: Fields, shown: str = "", question: str = "") -> type[Form]:
        """Return a form; what was put back of this question stands in it, with the reasons above."""
        refused = self._put_back(question)
        before = {key: value for key, value in refused.answer.items() if key in fields} if refused else {}
        above = "\n\n".join(part for part in (returned(refused.reasons if refused else ()), shown) if part)
        return build_form(name, list(self.people), _("Who looked at it"), filled_in(fields, before), above)

    def _put_back(self, question: str) -> RefusedAnswer | None:
        """Return the last answer if it was put back and is to be mended: its question was this one but for the count."""
        last = self.refusals[-1:]
        return last[0] if last and last[0].question.rpartition("-x")[0] == question.rpartition("-x")[0] else None

    def ask(self, question: str, headline: str, form: type[Form], tags: Sequence[str]) -> Question:
        """Return a question, and put it into the inbox."""
        inbox.stand_at(
            self.session,
            self.run_id,
            self.key,
            question=question,
            headline=headline,
            awaited=list(self.people.values()),
            due_on=None,
        )
        return Question(key=question, gate=self.key.gate, headline=headline, tags=frozenset(tags), form=form)

    def leave(self) -> None:
        """Take the run's line out of the inbox."""
        inbox.leave(self.session, self.run_id, self.key.gate)

    def refuse(self, answer: Answer, error: RuleBroken | AlreadyDecided) -> None:
        """Keep an answer that was put back, with its reasons."""
        hand_back(self.session, self.key, self.run_id, answer, error)
