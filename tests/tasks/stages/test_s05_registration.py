"""An account's registration, item by item (S5)."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from agency.domain.terms import label
from agency.domain.terms.accounts import AccountStatus, PaperState, RegistrationPaper
from agency.records.engine import records
from agency.records.tables import RegistrationItem
from tasks.stages.s05_registration import REGISTRATION
from tests.tasks.counter import Counter
from tests.tasks.launched import MONDAY, account, found_launched

ALL_THERE = {f"paper_{paper.value}": label(PaperState.COMPLETE) for paper in RegistrationPaper}
LICENCE = "营业执照 | 2027-05-01 | 资料柜/执照.pdf"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with time_machine.travel(MONDAY, tick=False), records(engine) as session:
        found_launched(session)
        yield session


def submitted(session: Session, validity: str = LICENCE, **changes: PaperState) -> Counter:
    states = ALL_THERE | {f"paper_{paper}": label(state) for paper, state in changes.items()}
    return Counter(session, REGISTRATION, "BREEZE-DY").answer(person="吴敏(运营)", validity=validity, **states)


def items(session: Session) -> dict[RegistrationPaper, RegistrationItem]:
    return {item.paper: item for item in session.scalars(select(RegistrationItem))}


def test_every_item_of_the_checklist_is_asked_for_and_starts_as_missing(session: Session):
    asked = Counter(session, REGISTRATION, "BREEZE-DY").fields

    assert {name for name in asked if name.startswith("paper_")} == set(ALL_THERE)
    assert asked["paper_avatar"]["default"] == "缺失"


def test_a_complete_checklist_goes_to_the_operations_lead_and_warms_the_account_up(session: Session):
    counter = submitted(session, trademark=PaperState.NOT_NEEDED)
    assert "完善度 100%" in counter.shown
    assert account(session).status is AccountStatus.PREPARING

    counter.answer(person="云总(运营负责人)", decision="通过", comment="")

    assert counter.is_passed
    assert account(session).status is AccountStatus.WARMING_UP
    assert (account(session).avatar_ok, account(session).registered_on) == (True, date(2026, 11, 23))
    assert items(session)[RegistrationPaper.BUSINESS_LICENCE].file_ref == "资料柜/执照.pdf"


def test_an_account_that_runs_already_stays_so(session: Session):
    account(session).status = AccountStatus.RUNNING

    submitted(session).answer(person="云总(运营负责人)", decision="通过", comment="")

    assert account(session).status is AccountStatus.RUNNING


@pytest.mark.parametrize("state", [PaperState.MISSING, PaperState.SUBMITTED, PaperState.EXPIRED])
def test_an_item_that_is_needed_and_not_complete_is_refused_by_name(session: Session, state: PaperState):
    counter = submitted(session, avatar=state, auto_reply=state)

    assert "头像、私信自动回复" in counter.shown
    assert items(session) == {}


@pytest.mark.parametrize(
    ("validity", "reason"),
    [
        ("营业执照 | 2026-11-22", "营业执照"),
        ("营业执照 | 明年五月", "第 1 行:“明年五月”不是"),
        ("驾照 | 2027-05-01", "第 1 行:“驾照”"),
    ],
    ids=["ran out yesterday", "no day", "no such paper"],
)
def test_a_validity_that_does_not_hold_is_refused(session: Session, validity: str, reason: str):
    assert reason in submitted(session, validity).shown


def test_a_paper_that_soon_runs_out_is_pointed_out(session: Session):
    assert "营业执照" in submitted(session, "营业执照 | 2026-12-10").shown.split("\n- ")[-1]


def test_a_paper_that_is_renewed_is_looked_at_again(session: Session):
    counter = submitted(session).answer(person="云总(运营负责人)", decision="通过", comment="")
    items(session)[RegistrationPaper.BUSINESS_LICENCE].expires_on = date(2029, 5, 1)

    assert counter.fields["person"]["enum"] == ["云总(运营负责人)"]
    assert "2029-05-01" in counter.shown
