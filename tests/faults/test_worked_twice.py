"""One run at work in two processes at once, as after a state that was forced back: one decision, one publication, one message."""

from functools import partial

import pytest
from prefect.client.orchestration import get_client
from prefect.states import Scheduled
from sqlalchemy import func, select

from agency.records.tables import AuditEvent, Decision, GatePass, GateRound, Notification, Publication
from flows.launch_project import launch_project
from tasks.gate.questions import Answer
from tasks.gate.stage import advance
from tasks.opening import records
from tasks.stages.s01_business_talk import TALK
from tasks.stages.s11_publication import PUBLICATION
from tests import legs
from tests.creator_centre import rows_of
from tests.e2e.test_races import WISHES, YES, at_once
from tests.stages import video
from tests.stages.video import CLIENT, LEAD, OPERATOR
from tests.tasks.launched import found_launched
from tests.walk import RUN, Walk, shown_values

LIVE = {"person": OPERATOR, "link": "https://v.douyin.com/iFvTest1/", "published_at": "2026-11-01 18:00"}


@pytest.mark.server
@pytest.mark.usefixtures("prefect_server", "on_record")
def test_a_run_that_was_forced_back_while_it_works_and_is_worked_on_twice_takes_its_answer_once():
    with records() as session:
        found_launched(session)
    Walk("BREEZE", [TALK]).answer(person="商陆(商务)", **WISHES)
    run = legs.start(launch_project, project="BREEZE").leg()
    assert run.resume(**YES).status == "ACCEPT"

    def forced_back() -> legs.Run:
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(run.id, Scheduled(), force=True)
        return run.leg()

    at_once(run.leg, forced_back, run.leg)
    run.leg()

    assert " C2 " in run.question.headline
    assert rows_of(GateRound, Decision, GatePass) == [1, 1, 1]


@pytest.mark.usefixtures("on_record")
def test_a_proof_of_publication_that_two_processes_take_at_once_is_one_publication_and_one_word_to_the_group(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__ID", RUN)
    walk = video.packaged(video.confirmed(video.begun())).agree(LEAD).agree(CLIENT)
    question = walk.question
    answer = Answer(question.key, shown_values(question.form) | LIVE)
    before = told()

    at_once(*[partial(advance, PUBLICATION, "BREEZE-001", answer)] * 4)

    once = told()
    advance(PUBLICATION, "BREEZE-001", answer)
    assert told() == once
    assert once[0] == 1
    assert once[1] - before[1] == 1
    assert once[2] > before[2]


def told() -> tuple[int, int, int]:
    """Return how many publications there are, how many messages, and how many changes of kept rows."""
    with records() as session:
        counts = [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Publication, Notification, AuditEvent)
        ]
    return counts[0], counts[1], counts[2]
