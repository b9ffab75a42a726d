"""An account is authorised through the run's form: what does not do is asked for again, what does is sealed on record."""

from collections.abc import Iterator

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import LogFilter, LogFilterFlowRunId

from agency.sandbox.remote import Remote
from flows.authorise_account import authorise_account
from tasks.metrics.authorisation import access_of
from tasks.opening import records
from tests import legs, paper_agency
from tests.paper_agency import CRANES, HERONS, OPEN_IDS, grant_of

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server")]


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch) as remote:
        yield remote


def logs_of(run: legs.Run) -> str:
    with get_client(sync_client=True) as client:
        kept = client.read_logs(LogFilter(flow_run_id=LogFilterFlowRunId(any_=[run.id])))
    return "\n".join(line.message for line in kept)


def test_the_form_shows_where_to_agree_and_has_one_field(remote: Remote):
    run = legs.start(authorise_account, account=CRANES).leg()

    assert run.question.headline == f"授权 · 清风小铺({CRANES})"
    assert list(run.question.fields) == ["answer"]
    assert f"{remote.base_url}/platform/oauth/connect/?" in run.question.shown
    assert {"S12", CRANES, "待授权"} <= set(run.question.tags)


def test_a_code_ends_the_run_and_the_account_can_be_pulled(remote: Remote):
    run = legs.start(authorise_account, account=CRANES).leg()

    run.answer(answer=remote.code(OPEN_IDS[CRANES]))

    assert run.state.is_completed()
    assert f"账号 {CRANES} 已授权" in str(run.state.message)
    assert access_of(grant_of().account_id).grant.open_id == OPEN_IDS[CRANES]


def test_what_does_not_do_is_asked_for_again_with_the_reason_until_it_does(remote: Remote):
    with records() as session:
        paper_agency.authorise(session, remote, HERONS)
    run = legs.start(authorise_account, account=CRANES).leg()

    run.answer(answer="crane-code-of-yesterday")
    assert "10007" in run.question.shown
    run.answer(answer=f"https://agency.invalid/agreed?code={remote.code(OPEN_IDS[CRANES])}&state=another-run")
    assert "另一次授权" in run.question.shown
    run.answer(answer=remote.code(OPEN_IDS[HERONS]))
    assert HERONS in run.question.shown
    run.answer(answer=f"https://agency.invalid/agreed?code={remote.code(OPEN_IDS[CRANES])}&state={run.id}")

    assert run.state.is_completed()
    assert grant_of().open_id == OPEN_IDS[CRANES]


def test_a_leg_that_died_after_the_code_was_spent_goes_on_from_the_records(remote: Remote):
    run = legs.start(authorise_account, account=CRANES).leg()
    run.answer(answer=remote.code(OPEN_IDS[CRANES]))
    before = remote.calls()["/oauth/access_token/"]

    run.leg()

    assert run.state.is_completed()
    assert remote.calls()["/oauth/access_token/"] == before


def test_an_unknown_account_is_put_back_with_its_code(remote: Remote):
    run = legs.start(authorise_account, account="SWAN-DY").leg()

    assert run.state.name == "填写有误"
    assert "SWAN-DY" in str(run.state.message)


def test_a_code_is_in_no_log_of_the_run(remote: Remote):
    used, good = remote.code(OPEN_IDS[CRANES]), remote.code(OPEN_IDS[CRANES])
    remote.forward(hours=1)
    run = legs.start(authorise_account, account=CRANES).leg()

    run.answer(answer=used)
    run.answer(answer=good)

    assert used not in logs_of(run)
    assert good not in logs_of(run)
