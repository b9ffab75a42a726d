"""Prefect's server hydrates answers with Jinja before it checks them: what of that reaches us is a text, and only a text."""

from typing import Any

import pytest
from prefect import flow
from prefect.states import State
from prefect.variables import Variable
from sqlalchemy import select

from agency.records.tables import GateRound
from flows.carrying import carry
from tasks.opening import looking, records
from tasks.stages.s01_business_talk import talk_business
from tests import legs, small_agency
from tests.databases import SqliteFiles
from tests.hostile.poisons import JINJA

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server", "on_record", "small")]

SAID = {"person": "商陆(商务)", "deliverables": "抖音短视频每月 12 条", "targets": "三百单"}


@pytest.fixture
def databases(sqlite_files: SqliteFiles) -> SqliteFiles:
    return sqlite_files


@pytest.fixture
def small(on_record: str) -> None:
    with records() as session:
        small_agency.found(session)


@flow(name="hostile-talk", persist_result=False)
def hostile_talk(project: str) -> State[Any] | None:
    """A flow of one stage."""
    return carry(project, [talk_business])


def asked() -> legs.Run:
    return legs.start(hostile_talk, project="BREEZE").leg()


def kept() -> str:
    with looking() as session:
        return session.scalars(select(GateRound.submitted)).one()["client_wishes"]


def test_a_template_that_is_typed_is_a_text_and_stays_one() -> None:
    asked().answer(client_wishes=JINJA, **SAID)

    assert kept() == JINJA


def test_prefects_own_words_in_an_answer_become_a_text_before_the_form_is_checked() -> None:
    """Whoever may answer can read Prefect's variables so; the house keeps nothing in them, and its secrets elsewhere."""
    asked().answer(client_wishes={"__prefect_kind": "jinja", "template": "{{ 7 * 191 }}{{ '<b>' }}"}, **SAID)

    assert kept() == "1337<b>"


def test_the_house_keeps_nothing_in_prefects_variables() -> None:
    run = asked()
    result = run.resume(client_wishes={"__prefect_kind": "workspace_variable", "variable_name": "sealing_key"}, **SAID)

    assert result.status == "REJECT"
    assert Variable.get("sealing_key") is None


@pytest.mark.parametrize(
    "template", ["{{ ''.__class__.__mro__ }}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}", "{% for x in"]
)
def test_a_template_reaches_neither_python_nor_the_server(template: str) -> None:
    result = asked().resume(client_wishes={"__prefect_kind": "jinja", "template": template}, **SAID)

    assert result.status == "REJECT"


NOBODY = [{"__prefect_kind": "json", "value": '"卜部(部门负责人)"'}, {"__prefect_kind": "none", "value": []}]


@pytest.mark.parametrize("person", NOBODY, ids=["somebody else", "a list"])
def test_no_word_of_prefects_makes_somebody_of_nobody(person: object) -> None:
    """Only the people who may answer now are on the form, and the server holds to it after hydration too."""
    result = asked().resume(client_wishes="茶", **SAID | {"person": person})

    assert result.status == "REJECT"
