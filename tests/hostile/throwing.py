"""Throws poisons at forms as they are found: whatever is asked, each of its texts is tried, and all of it is taken back.

What comes of a throw is one of two things: it is put back in sentences that a person reads, and nothing else is on
record; or it is taken whole, and the next question can be asked and shown.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from agency.records.tables import Base, RefusedAnswer
from tasks.gate.forms import LONGEST_TEXT, Form
from tasks.gate.questions import Answer, Question
from tests.hostile.poisons import ALL_AT_ONCE, HTML, POISONS
from tests.walk import shown_values

LONGEST_SENTENCE = 400
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NOT_FOR_PEOPLE = re.compile(r"Traceback|Exception|Error\b|sqlalchemy|pydantic|<class|object at 0x")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LIVE = re.compile(r"<script|<img|(?<!\\)\[[^\[\]\n]*\]\((?:http://example\.invalid|javascript)")
KEPT_OF_A_REFUSAL = {"refused_answers", "waits", "audit_events", "ledger_links"}
TWINS = str.maketrans({"吴": "昊", "林": "\uf9f4", "云": "\u4e91\u0323", "贾": "賈", "佘": "余", "(": "(", "达": "達"})
"""What looks like the letters of names in the small agency, and is none of them."""

Asks = Callable[[], Question | None]
Takes = Callable[[Answer], object]


class Undone(Exception):
    """Ends a unit of work that leaves nothing."""


def texts_of(form: type[Form]) -> list[str]:
    """Return the names of a form's free texts, those of which several are asked for as well."""
    free = (str, list[str])
    return [name for name, field in form.model_fields.items() if field.annotation in free]


def throws(form: type[Form], kind: Mapping[str, Any], whole: Iterable[str] = POISONS) -> Iterator[dict[str, Any]]:
    """Yield what is thrown at a form beside what a kind person fills in: at all texts at once, at each, and at the person."""
    names, named = texts_of(form), dict(kind)
    for poison in map(POISONS.__getitem__, whole):
        yield named | dict.fromkeys(names, poison)
    for name in set(form.model_fields) - {"person"}:
        yield named | {name: ALL_AT_ONCE}
    yield named | {key: [HTML, {"深": HTML}] for key in set(form.model_fields) - {"person"}}
    yield from (named | {"person": poison} for poison in strangers(str(named.get("person", ""))))


def kindly(form: type[Form]) -> dict[str, Any]:
    """Return what somebody kind fills in: of each closed choice the first, of each text a word."""
    fields = form.model_json_schema()["properties"]
    shown = shown_values(form)
    return {name: shown.get(name, first_of(field)) for name, field in fields.items()}


def first_of(field: Mapping[str, Any]) -> Any:
    """Return the first choice of a field, a word where it has none."""
    return next(iter(field.get("enum", [])), [] if field.get("type") == "array" else "茶")


def strangers(person: str) -> Iterator[object]:
    """Yield who is not the person who may answer, however alike the name looks."""
    yield from (ALL_AT_ONCE, POISONS["Prefect's own word"], None, "", [person])
    if (twin := person.translate(TWINS)) != person:
        yield twin


def throw(session: Session, asks: Asks, takes: Takes, values: Mapping[str, Any]) -> None:
    """Send these values as an answer, see what came of it, and take it all back."""
    with suppress(Undone), session.begin_nested():
        question = asks()
        assert question is not None
        assert question.form is not None
        session.flush()
        before = counts(session)
        takes(Answer(question.key, shown_values(question.form) | dict(values)))
        following = asks()
        session.flush()
        demand_whole(session, before, is_stranger=values.get("person") not in people_of(question.form))
        form = getattr(following, "form", None)
        if form is not None:
            assert form.model_json_schema()
            demand_dead(form.shown)
        raise Undone


def demand_dead(told: str) -> None:
    """See that nothing in a page acts, whoever shows it: no tag, and no link of a stranger's."""
    assert LIVE.findall(FENCED.sub("", told)) == []


def people_of(form: type[Form]) -> list[str]:
    """Return who may answer, in the words of the form."""
    return list(form.model_json_schema()["properties"]["person"]["enum"])


def demand_whole(session: Session, before: Mapping[str, int], *, is_stranger: bool) -> None:
    """See that an answer was put back as a whole, or taken; nobody who may not answer is taken for one who may."""
    after = counts(session)
    changed = {table for table in after if after[table] != before[table]}
    if after["refused_answers"] > before["refused_answers"]:
        assert changed <= KEPT_OF_A_REFUSAL
        demand_readable(session)
    else:
        assert not is_stranger


def demand_readable(session: Session) -> None:
    """See that the answer that was put back last says why in sentences, and is itself kept in bounds."""
    refused = session.query(RefusedAnswer).order_by(RefusedAnswer.id.desc()).limit(1).one()
    assert refused.reasons
    for reason in refused.reasons:
        assert CHINESE.search(reason), reason
        assert len(reason) <= LONGEST_SENTENCE, reason
        assert not NOT_FOR_PEOPLE.search(reason), reason
    assert (
        max((len(value) for value in refused.answer.values() if isinstance(value, str)), default=0) <= LONGEST_TEXT + 1
    )


def counts(session: Session) -> dict[str, int]:
    """Return how many rows each table has."""
    each = (f"SELECT '{name}', count(*) FROM {name}" for name in Base.metadata.tables)  # noqa: S608 - our tables
    return {str(name): int(count) for name, count in session.execute(text(" UNION ALL ".join(each)))}
