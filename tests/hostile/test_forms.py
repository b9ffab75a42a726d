"""Whatever is typed into any field of a form is taken as a text or put back with a sentence; nothing breaks or is run.

Every gate is walked in test_gates.py, every other question in test_polls.py; here is what is kept, on both databases.
"""

from contextlib import suppress

import pytest
from sqlalchemy import select

from agency.records import chain_walk
from agency.records.tables import Decision, GateRound, RefusedAnswer
from tasks.gate.forms import LONGEST_TEXT
from tasks.opening import looking, records
from tasks.stages.s01_business_talk import PLAN, TALK
from tests import small_agency
from tests.hostile import poisons
from tests.hostile.poisons import POISONS
from tests.hostile.test_gates import throw_everything
from tests.hostile.throwing import Undone
from tests.walk import Walk

pytestmark = pytest.mark.usefixtures("on_record")


@pytest.fixture
def talk() -> Walk:
    with records() as session:
        small_agency.found(session)
    return Walk("BREEZE", [TALK, PLAN])


def test_no_field_of_a_talk_breaks_either_database(talk: Walk) -> None:
    with suppress(Undone), records() as session:
        throw_everything(session, TALK, "BREEZE", {"person": "商陆(商务)", "deliverables": "12 条"}, POISONS)
        raise Undone

    assert talk.gate == "S1"


def test_a_hostile_text_is_kept_as_the_text_it_is_and_the_ledger_stays_whole(talk: Walk) -> None:
    said = f"{poisons.HTML}{poisons.JINJA}{poisons.SQL}{poisons.FORMULA}"

    talk.answer(person="商陆(商务)", client_wishes=said, deliverables=poisons.BIDI + poisons.HALF, targets="三百单")
    talk.answer(person="卜部(部门负责人)", decision="退回修改", comment=poisons.CONTROLS)

    with looking() as session:
        submitted = session.scalars(select(GateRound.submitted)).one()
        assert submitted["client_wishes"] == said
        assert submitted["deliverables"] == "通过绝拒半个字�"
        assert session.scalars(select(Decision.comment)).one() == "铃退空换页末"
        assert list(chain_walk.flaws(session.connection())) == []


def test_an_answer_of_ten_megabytes_is_put_back_in_one_sentence(talk: Walk) -> None:
    sent = {"person": "商陆(商务)", "deliverables": "12 条", "targets": "三百单"}

    talk.answer(client_wishes=poisons.TEN_MEGABYTES, **sent)

    with looking() as session:
        [refused] = session.scalars(select(RefusedAnswer))
        assert [len(reason) < 200 for reason in refused.reasons] == [True]
        assert len(refused.answer["client_wishes"]) == LONGEST_TEXT + 1
