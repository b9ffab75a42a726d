"""A question to several people outside the gates, each of whom answers once: the form, its place in the inbox, put-backs.

The records decide who is still asked. An answer that breaks a rule is kept with its reasons and asked for again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.terms import label
from agency.domain.terms.people import Role
from agency.errors import RuleBroken
from agency.locale import _
from agency.records import inbox, ledger
from agency.records.ledger import GateKey
from agency.records.tables import Person, RefusedAnswer
from tasks.gate.answers import read_form
from tasks.gate.exhibits import returned
from tasks.gate.forms import Fields, Form, build_form
from tasks.gate.handing_back import hand_back
from tasks.gate.questions import Answer, Question

LONGEST_NAME = 60
TOLD_APART = 8  # letters of a run's id and of a digest


@dataclass(frozen=True, kw_only=True)
class Poll:
    """What one run asks: ``people`` leads from what the form calls each to the person's id, those who answered left out.

    ``about_id`` is the row it is about: two runs may ask about two of them under one ``gate`` of one subject.
    """

    session: Session
    run_id: str
    gate: GateKey
    about_id: str
    people: Mapping[str, str]
    headline: str
    tags: frozenset[str]
    fields: Fields
    shown: str
    due_on: date | None

    @cached_property
    def refusals(self) -> Sequence[RefusedAnswer]:
        """The answers of this run about this row that were put back, oldest first."""
        refused = ledger.refusals(self.session, self.gate)
        return [one for one in refused if one.flow_run_id == self.run_id and one.question.startswith(self.stem)]

    @property
    def stem(self) -> str:
        """What every question of this run about this row begins with; a key of Prefect's has small letters only."""
        return f"{self.gate.gate}-{self.about_id}-{self.run_id[-TOLD_APART:]}-".lower()

    @property
    def key(self) -> str:
        """The question's own key: other people to ask, or one more answer put back, make it another question."""
        return f"{self.asked_now}x{len(self.refusals)}"

    @property
    def asked_now(self) -> str:
        """What the question keeps while answers of the same people are put back."""
        return f"{self.stem}{sha256(' '.join(sorted(self.people.values())).encode()).hexdigest()[:TOLD_APART]}-"

    @cached_property
    def form(self) -> type[Form]:
        """The form: who answers, and what is asked; above it why the last answer was put back, and what it is about."""
        last = self.refusals[-1] if self.refusals else None
        reasons = last.reasons if last and last.question.startswith(self.asked_now) else ()
        shown = "\n\n".join(part for part in (returned(reasons), self.shown) if part)
        return build_form("Answers", list(self.people), _("Who answers"), self.fields, shown)

    def read(self, answer: Answer) -> tuple[str, dict[str, Any]]:
        """Return the person of an answer and what was filled in; raise ``RuleBroken`` for what is not asked now."""
        name = answer.values.get("person")
        if isinstance(name, str) and name not in self.people:
            sentence = _("{name} is not asked any more: the answer is on record, or somebody else has the part now.")
            raise RuleBroken(sentence.format(name=name[:LONGEST_NAME]))
        filled = read_form(self.form, answer.values)
        return self.people[filled["person"]], filled

    def refuse(self, answer: Answer, broken: RuleBroken) -> None:
        """Keep an answer that was put back."""
        hand_back(self.session, self.gate, self.run_id, answer, broken)

    def question(self) -> Question | None:
        """Return what is asked now and put it into the inbox; None, and out of the inbox, when nobody is asked any more."""
        if not self.people:
            inbox.leave(self.session, self.run_id, self.gate.gate)
            return None
        asked = list(self.people.values())
        inbox.stand_at(
            self.session,
            self.run_id,
            self.gate,
            question=self.key,
            headline=self.headline,
            awaited=asked,
            due_on=self.due_on,
        )
        tags = self.tags | {self.gate.gate}
        return Question(key=self.key, gate=self.gate.gate, headline=self.headline, tags=tags, form=self.form)


def about_id_of(question: str, gate: str) -> str:
    """Return the id of the row that a question in the inbox is about."""
    return question.removeprefix(f"{gate}-".lower()).partition("-")[0].upper()


def named(session: Session, people: Mapping[str, Role | None]) -> dict[str, str]:
    """Return people by what a form calls them, in the order given; two of one name are told apart by their codes."""
    rows = session.execute(select(Person.id, Person.name, Person.code).where(Person.id.in_(people)))
    known = {row.id: (row.name, row.code) for row in rows}
    names = [name for name, _code in known.values()]
    called: dict[str, str] = {}
    for person, role in people.items():
        name, code = known[person]
        shown = f"{name} {code}" if names.count(name) > 1 else name
        called[f"{shown}({label(role)})" if role else shown] = person
    return called


def names_of(session: Session, people: Iterable[str]) -> str:
    """Return the names of people as a sentence tells them, in the order given."""
    wanted = list(people)
    names = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted))).tuples().all())
    return _(", ").join(names[person] for person in wanted if person in names)
