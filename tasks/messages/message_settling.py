"""The form in which a person says what became of messages that do not go on by themselves (C3).

It is asked about once a run, ten letters at a time. What was settled meanwhile, by whomever, stays settled.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.runtime import flow_run
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.domain.quoting import without_foreign_links
from agency.domain.terms import label
from agency.domain.terms.gates import SubjectKind
from agency.domain.terms.messages import Settlement
from agency.domain.terms.people import Role, Side
from agency.errors import NotOnRecord
from agency.locale import _
from agency.records import inbox
from agency.records.ledger import GateKey
from agency.records.tables import Person, Wait
from agency.records.tables.base import now
from tasks.gate.forms import Fields, Form, build_form, choice
from tasks.gate.questions import Answer, Question
from tasks.messages.dead_groups import PAGE
from tasks.messages.dead_letters import Letter, letters, settle_letters
from tasks.messages.letter_rows import letters_table
from tasks.opening import records

LETTERS_A_PAGE = 10
FIELD = "message_"
MAY_SETTLE = frozenset(
    {
        Role.OPERATIONS_LEAD,
        Role.OPERATOR,
        Role.DEPARTMENT_LEAD,
        Role.BUSINESS_LEAD,
        Role.COORDINATOR,
        Role.ADMINISTRATOR,
    }
)


@dataclass(frozen=True)
class Settled:
    """What came of an answer, in sentences."""

    told: str


@task(name="ask-about-letters", cache_policy=NO_CACHE, persist_result=False)
def ask_about_letters() -> Question | None:
    """Return the question about the first letters, and note in the inbox that the run waits; None when there are none."""
    with records() as session:
        asked_before = session.get(Wait, flow_run.id)
        found = letters(session)[:LETTERS_A_PAGE]
        if not found and asked_before is None:
            return None
        people = settlers(session)
        question = Question(
            key=f"{PAGE}-{flow_run.id[-8:]}",
            gate=PAGE,
            headline=_("Messages that wait for a person: {count}").format(count=len(found)),
            tags=frozenset({"C3", PAGE}),
            form=form_of(session, found, list(people)),
        )
        if asked_before is None:
            inbox.stand_at(
                session,
                flow_run.id,
                GateKey(SubjectKind.PROJECT, found[0].id, PAGE),
                question=question.key,
                headline=question.headline,
                awaited=list(people.values()),
                due_on=None,
            )
        return question


@task(name="settle-letters", cache_policy=NO_CACHE, persist_result=False)
def settle_answer(answer: Answer) -> Settled:
    """Write what was said of each letter, and return it in sentences; the same answer again changes nothing."""
    at = now()
    words = {word_of(one): one for one in Settlement}
    with records() as session:
        inbox.leave(session, flow_run.id, PAGE)
        person = settlers(session).get(str(answer.values.get("person")))
        if person is None:
            return Settled(_("Nothing was settled: whoever answered may not say so any more."))
        said = {
            field.removeprefix(FIELD).upper(): words[word]
            for field, word in answer.values.items()
            if field.startswith(FIELD) and isinstance(word, str) and word in words
        }
        overtaken = settle_letters(session, said, person, at)
        left = len(letters(session))
    sentence = _("Settled: {count}. Left: {left}.").format(count=len(said) - len(overtaken), left=left)
    return Settled("\n".join([sentence, *overtaken]))


def settlers(session: Session) -> Mapping[str, str]:
    """Return who may settle a message, from what the form calls each to the person's id; ``NotOnRecord`` without any."""
    everyone = select(Person).where(Person.active, Person.side == Side.INTERNAL).order_by(Person.code)
    found = {}
    for person in session.scalars(everyone):
        roles = [role for role in person.roles if role in MAY_SETTLE]
        if roles:
            found[f"{person.name} {person.code}({label(roles[0])})"] = person.id
    if not found:
        raise NotOnRecord(_("Nobody of the house leads or operates, so nobody can say what became of a message."))
    return found


def form_of(session: Session, found: list[Letter], people: list[str]) -> type[Form]:
    """Return the form: who says so, and what became of each letter; none is filled in."""
    fields: Fields = {
        f"{FIELD}{letter.id.lower()}": (
            choice([*(word_of(one) for one in letter.settlements), _("leave it for now")]),
            Field(title=f"{number}. {letter.title}"),
        )
        for number, letter in enumerate(found, 1)
    }
    return build_form("Letters", people, _("Who says so"), fields, without_foreign_links(letters_table(session, found)))


def word_of(settlement: Settlement) -> str:
    """Return what the form calls a settlement."""
    return label(settlement)
