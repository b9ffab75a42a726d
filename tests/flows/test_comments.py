"""Comments come in by a run, each negative one has a run of its own, and a person's answer in it closes the case."""

import pytest
from prefect.client.orchestration import get_client
from sqlalchemy import select

from agency.domain.terms import label
from agency.domain.terms.comments import CaseFinding, CaseStep
from agency.domain.terms.engagement import Severity
from agency.records.tables import Comment, NegativeCase
from flows.close_case import close_case
from flows.enter_comments import enter_comments
from flows.pull_comments import pull_comments
from tasks.comments.pulling import PulledComments
from tasks.opening import records
from tests import legs
from tests.commented import LINK, found_commented

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server")]

WU = "吴敏(运营)"
PASTED = "小鱼 | 太难喝了 <script> {{ 1 }} | 昨天 10:00\n阿南 | 好喝"


def page(key: str) -> str:
    with get_client(sync_client=True) as client:
        artifacts = client.read_artifacts()
    of_key = [one for one in artifacts if one.key == key]
    return str(max(of_key, key=lambda one: one.created or one.id).data)


def the_case() -> NegativeCase:
    with records() as session:
        return session.scalars(select(NegativeCase)).one()


def test_pasted_comments_are_shown_confirmed_and_written_and_the_case_is_closed_in_its_own_run(on_record: str):
    with records() as session:
        found_commented(session)
    with get_client(sync_client=True) as client:
        legs.deployed(client, close_case)

    run = legs.start(enter_comments, work=LINK, lines=PASTED).leg()
    assert run.question.headline == "C3 · BREEZE-DY ·《夏日新品 \uff08虚构\uff09》· 待确认评论 2 条"
    assert "<script" not in run.question.shown + page("comments-preview")
    assert "{{" not in run.question.shown + page("comments-preview")
    with records() as session:
        assert session.scalars(select(Comment)).all() == []
    run.answer(person=WU, decision=run.question.choices("decision")[0])

    assert run.state.is_completed()
    assert str(run.state.message).startswith("新录入评论 2 条,其中负面 1 条,工单 1 件。")
    (started,) = legs.runs_of("close-case")
    case = legs.Run(close_case, started.id).leg()
    assert "**难喝**" in case.question.shown
    assert "<script" not in case.question.shown
    assert str(started.id) in page("cases")
    case.answer(
        person=WU,
        finding=label(CaseFinding.TRUE),
        severity=label(Severity.LIGHT),
        step=label(CaseStep.ANSWERED),
        words="已道歉",
    )

    assert case.state.is_completed()
    assert case.record.name.startswith("C3 · BREEZE-DY · 负面评论(中)· ")
    assert (the_case().severity, the_case().finding) == (Severity.LIGHT, CaseFinding.TRUE)
    assert "没有未结的工单" in page("cases")


def test_a_round_over_accounts_that_cannot_be_read_ends_well_and_says_why(on_record: str):
    with records() as session:
        found_commented(session)

    run = legs.start(pull_comments).leg()

    assert run.state.is_completed(), run.state
    assert "BREEZE-DY: " in str(run.state.message)
    assert PulledComments(account="BREEZE-DY").trouble == ""
