"""A budget asked for line by line; what is approved is kept apart from what was asked (S4)."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.terms.plans import BudgetStatus
from agency.errors import BadInput, RuleBroken
from agency.records.engine import records
from agency.records.tables import BudgetLine, BudgetRequest, GateRound
from tasks.budget_filing import BudgetForm, file_now, filed_by
from tasks.stages.s04_budget import BUDGET
from tests.tasks.counter import Counter
from tests.tasks.launched import found_launched

TEAHOUSE = "场地 | 茶馆包场半天 | 0.5 | 1,600 | 天\n道具|玻璃壶|3|¥45.50|个\n差旅餐饮\t盒饭\t12\t25元"
TOTAL = "1236.50"
FORM = BudgetForm(project="BREEZE", requester="WU", purpose="十二月第一次拍摄", lines=TEAHOUSE, total=TOTAL)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with records(engine) as session:
        found_launched(session)
        yield session


def filed(session: Session, **changes: str) -> BudgetRequest:
    return file_now(session, BudgetForm(**vars(FORM) | changes), "run-1")


def counter(session: Session) -> Counter:
    return Counter(session, BUDGET, filed(session).code)


def request(session: Session) -> BudgetRequest:
    return session.scalars(select(BudgetRequest)).one()


def test_lines_pasted_as_text_become_fen(session: Session):
    lines = filed(session).lines

    assert [(line.quantity, line.unit, line.unit_price_fen, line.amount_fen) for line in lines] == [
        (0.5, "天", 160_000, 80_000),
        (3, "个", 4_550, 13_650),
        (12, "", 2_500, 30_000),
    ]
    assert request(session).total_fen == 123_650


def test_a_filed_request_waits_for_the_department_lead_at_once(session: Session):
    desk = counter(session)

    assert desk.fields["person"]["enum"] == ["卜部(部门负责人)"]
    assert "1,236.50 元" in desk.shown


def test_a_run_finds_the_request_it_has_filed(session: Session):
    assert filed_by(session, "run-1") is None

    assert filed(session) is filed_by(session, "run-1")
    assert filed_by(session, "run-2") is None


def test_requests_of_a_project_are_numbered(session: Session):
    codes = [filed(session).code, filed(session, code="BREEZE-B007").code, filed(session).code]

    assert codes == ["BREEZE-B001", "BREEZE-B007", "BREEZE-B008"]


def test_approval_without_an_amount_approves_all_of_it(session: Session):
    desk = counter(session).answer(person="卜部(部门负责人)", decision="通过", approved="", comment="")

    approved = session.scalars(select(BudgetLine.approved_fen).order_by(BudgetLine.position)).all()

    assert desk.is_passed
    assert (request(session).status, request(session).approved_fen) == (BudgetStatus.APPROVED, 123_650)
    assert approved == [80_000, 13_650, 30_000]


def test_less_may_be_approved_than_was_asked_for(session: Session):
    desk = counter(session).answer(person="卜部(部门负责人)", decision="通过", approved="1000", comment="盒饭自理")

    assert desk.is_passed
    assert (request(session).total_fen, request(session).approved_fen) == (123_650, 100_000)


@pytest.mark.parametrize(
    ("amount", "reason"), [("1236.51", "不能批准 1,236.51 元"), ("一千", "“一千”不是"), ("-5", "“-5”不是")]
)
def test_an_amount_that_cannot_be_approved_is_put_back(session: Session, amount: str, reason: str):
    desk = counter(session).answer(person="卜部(部门负责人)", decision="通过", approved=amount, comment="")

    assert reason in desk.shown
    assert request(session).approved_fen is None


def test_a_request_sent_back_is_mended_in_its_own_form(session: Session):
    desk = counter(session).answer(person="卜部(部门负责人)", decision="退回修改", approved="", comment="包场太贵")
    assert desk.fields["lines"]["default"].splitlines()[0] == "场地 | 茶馆包场半天 | 0.5 | 1,600 | 天"

    desk.answer(person="吴敏(运营)", purpose="十二月第一次拍摄", lines="场地 | 自家门店 | 1 | 200", total="200")

    assert [line.item for line in request(session).lines] == ["自家门店"]
    assert desk.fields["person"]["enum"] == ["卜部(部门负责人)"]


def test_a_request_that_was_stopped_is_rejected(session: Session):
    counter(session).answer(person="卜部(部门负责人)", decision="终止", approved="", comment="项目暂停")

    assert request(session).status is BudgetStatus.REJECTED


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"total": "1236.5 0"}, "合计:“1236.5 0”"),
        ({"total": "1236"}, "明细合计1,236.50元"),
        ({"lines": "飞机 | 航拍 | 1 | 300"}, "第 1 行:“飞机”"),
        ({"lines": "场地 | 茶馆 | 半天 | 300"}, "第 1 行:“半天”"),
        ({"lines": "场地 | 茶馆 | 1 | 3.005"}, "第 1 行:“3.005”"),
        ({"lines": "场地 | 茶馆 | 0 | 300", "total": "0"}, "数量要大于0"),
        ({"lines": "其他/不可预见 | | 1 | 300", "total": "300"}, "请写明是什么"),
        ({"lines": "\n", "total": "0"}, "预算没有明细"),
        ({"requester": "SHE"}, "佘光在本项目里不能申请预算;可以申请的是:吴敏(运营)"),
    ],
)
def test_a_request_that_does_not_add_up_is_not_filed(session: Session, changes: dict[str, str], reason: str):
    with pytest.raises(RuleBroken, match=re.escape(reason)), session.begin_nested():
        filed(session, **changes)

    assert session.scalars(select(GateRound)).all() == []


def test_a_code_that_is_taken_is_refused(session: Session):
    code = filed(session).code

    with pytest.raises(BadInput, match=f"{code} 已经存在"):
        filed(session, code=code)
