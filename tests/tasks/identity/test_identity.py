"""Who decides about money or speaks for the client is proven: by a code of their own app, once, and not by guessing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pyotp
import pytest
import time_machine
from sqlalchemy import event, func, select

from agency.domain.terms.gates import Channel, Identity
from agency.domain.terms.people import Role
from agency.errors import RuleBroken
from agency.records import chain_walk
from agency.records.named import by_code
from agency.records.tables import (
    CodeEnrolment,
    Decision,
    Person,
    Project,
    ProjectMember,
    RefusedAnswer,
    UsedCode,
    WrongCode,
)
from config.policy import Policy
from config.settings import settings
from tasks.budget_filing import BudgetForm, file_now
from tasks.gate.answers import receive
from tasks.gate.asking import next_question
from tasks.gate.desk import Desk
from tasks.gate.questions import Answer, Question
from tasks.identity.enrolling import begin_enrolling, confirm, take_away
from tasks.opening import records, records_engine
from tasks.stages.s04_budget import BUDGET
from tasks.stages.s07_copy import COPY
from tests.stages.video import BUSINESS_LEAD, CLIENT, DIRECTOR, OPERATOR, TALENT_OF_IT, begun, copied, scripted
from tests.tasks.launched import found_launched
from tests.walk import RUN, Walk

TEN = datetime(2026, 11, 30, 2, 0, 5, tzinfo=UTC)
STEP = timedelta(seconds=30)
LEAD = "卜部(部门负责人)"
PHOTOGRAPHER = "佘光(摄影师)"
TEA = BudgetForm(
    project="BREEZE", requester="WU", purpose="第一次拍摄(虚构)", lines="道具|玻璃壶|3|45.50|个", total="136.50"
)


@pytest.fixture(autouse=True)
def clock(on_record: str) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TEN, tick=False) as clock:
        yield clock


def codes_of(person: str, at: datetime = TEN - timedelta(hours=1)) -> pyotp.TOTP:
    """Enrol somebody an hour ago and return their app."""
    enrolling = begin_enrolling(person, again=True)
    app = pyotp.TOTP(enrolling.secret)
    assert confirm(enrolling, app.at(at), at)
    return app


def budget(number: int = 1) -> Walk:
    """Return a budget that waits for the department lead."""
    with records() as session:
        if session.scalar(select(func.count(Person.id))) == 0:
            found_launched(session)
        form = BudgetForm(**vars(TEA) | {"purpose": f"第 {number} 次拍摄(虚构)"})
        return Walk(file_now(session, form, f"run-{number}").code, [BUDGET])


def say_yes(gate: Walk, code: str, **more: Any) -> Walk:
    return gate.answer(person=LEAD, decision="通过", comment="", approved="", code=code, **more)


def kept(table: type[Any]) -> list[Any]:
    with records() as session:
        return list(session.scalars(select(table).order_by(table.id)))


def reasons() -> list[str]:
    return [reason for refused in kept(RefusedAnswer) for reason in refused.reasons]


def wish(monkeypatch: pytest.MonkeyPatch, proof: str) -> None:
    changed = settings().model_copy(update={"policy": Policy(proof_of_identity=proof)})
    for place in ("tasks.gate.identity_fields.settings", "tasks.identity.proof.settings"):
        monkeypatch.setattr(place, lambda: changed)


def test_a_lead_without_codes_is_recorded_as_claimed_and_never_asked_for_one():
    gate = budget()
    assert "code" not in gate.form.model_fields

    gate.answer(person=LEAD, decision="通过", comment="", approved="")

    assert [(one.identity, one.channel) for one in kept(Decision)] == [(Identity.CLAIMED, Channel.FORM)]


def test_a_lead_with_codes_passes_with_the_code_of_the_moment_and_is_recorded_as_known_by_it():
    gate = budget()
    app = codes_of("BU")

    say_yes(gate, app.at(TEN))

    assert gate.gate is None
    assert [one.identity for one in kept(Decision)] == [Identity.ONE_TIME_CODE]


@pytest.mark.parametrize("given", ["", "12345", "abcdef"])
def test_without_a_code_the_answer_is_put_back_and_costs_no_try(given: str):
    gate = budget()
    codes_of("BU")

    say_yes(gate, given)

    assert reasons() == ["卜部要填一次性验证码的 6 位数字。"]
    assert (kept(Decision), kept(WrongCode)) == ([], [])
    assert "卜部要填一次性验证码" in gate.shown


def test_a_code_is_judged_by_the_moment_it_was_given_however_late_somebody_gets_to_it(clock: time_machine.Traveller):
    gate = budget()
    app = codes_of("BU")
    given, key = app.at(TEN), gate.question.key
    clock.shift(timedelta(hours=3))

    answer_now(gate.code, Answer(key, {"person": LEAD, "decision": "通过", "code": given}, given_at=TEN))

    assert [one.identity for one in kept(Decision)] == [Identity.ONE_TIME_CODE]


def test_a_used_code_is_refused_at_another_gate_within_the_same_half_minute():
    first, second = budget(1), budget(2)
    app = codes_of("BU")
    say_yes(first, app.at(TEN))

    say_yes(second, app.at(TEN))

    assert "这个验证码已经用过" in reasons()[0]
    assert second.gate == "S4"
    assert len(kept(Decision)) == 1


def test_a_code_that_came_with_an_answer_without_a_reason_is_used_up_all_the_same():
    gate = budget()
    app = codes_of("BU")
    gate.answer(person=LEAD, decision="退回修改", comment="", approved="", code=app.at(TEN))

    say_yes(gate, app.at(TEN))

    assert [sentence[:6] for sentence in reasons()] == ["退回修改或终止"[:6], "这个验证码已"]


def test_the_code_is_kept_nowhere_in_the_records():
    gate = budget()
    app = codes_of("BU")
    say_yes(gate, app.at(TEN + 5 * STEP))
    say_yes(gate, app.at(TEN))

    assert [sorted(refused.answer) for refused in kept(RefusedAnswer)] == [
        ["approved", "comment", "decision", "person"]
    ]
    assert app.secret not in str([vars(row) for table in (CodeEnrolment, UsedCode, WrongCode) for row in kept(table)])


def test_the_sixth_guess_is_refused_unseen_and_told_when_it_opens_again(clock: time_machine.Traveller):
    gate = budget()
    app = codes_of("BU")
    for _guess in range(5):
        say_yes(gate, app.at(TEN + timedelta(hours=2)))
        clock.shift(timedelta(minutes=1))

    say_yes(gate, app.at(TEN + timedelta(minutes=5)))

    assert reasons()[-2].endswith("还可以错 0 次。")
    assert reasons()[-1] == "卜部的验证码错得太多:10:15:05(北京时间)以后才再核对。"
    assert len(kept(WrongCode)) == 5
    clock.move_to(TEN + timedelta(minutes=15))
    assert say_yes(gate, app.at(TEN + timedelta(minutes=15))).gate is None


def test_one_persons_wrong_codes_stop_nobody_else():
    codes_at = budget()
    lead = codes_of("BU")
    for _guess in range(5):
        say_yes(codes_at, lead.at(TEN + timedelta(hours=2)))
    video = begun_beside()
    client = codes_of("JIA")

    video.answer(person=CLIENT, decision="通过", comment="", code=client.at(TEN))

    assert [one.identity for one in kept(Decision)] == [Identity.ONE_TIME_CODE]


def begun_beside() -> Walk:
    """Return the copy of the video, before its client."""
    return copied(Walk("BREEZE-001", [COPY]))


def answer_now(code: str, answer: Answer) -> None:
    """Take an answer as a worker does, in a unit of work of its own."""
    with records() as session:
        desk = Desk(session, BUDGET, BUDGET.find(session, code), RUN)
        next_question(desk)
        receive(desk, answer)


def test_one_code_that_two_workers_bring_to_two_gates_at_once_passes_one_of_them():
    gates = [budget(number) for number in range(1, 5)]
    given = codes_of("BU").at(TEN)
    keys = {gate.code: gate.question.key for gate in gates}
    together = Barrier(len(gates))

    def work(gate: Walk) -> None:
        together.wait()
        answer_now(gate.code, Answer(keys[gate.code], {"person": LEAD, "decision": "通过", "code": given}))

    with ThreadPoolExecutor(len(gates)) as workers:
        list(workers.map(work, gates))

    assert (len(kept(Decision)), len(kept(UsedCode)), len(kept(RefusedAnswer))) == (1, 2, 3)


def test_guesses_at_many_gates_at_once_are_counted_one_by_one():
    gates = [budget(number) for number in range(1, 9)]
    wrong = codes_of("BU").at(TEN + timedelta(hours=2))
    keys = {gate.code: gate.question.key for gate in gates}
    together = Barrier(len(gates))

    def guess(gate: Walk) -> None:
        together.wait()
        answer_now(gate.code, Answer(keys[gate.code], {"person": LEAD, "decision": "通过", "code": wrong}))

    with ThreadPoolExecutor(len(gates)) as workers:
        list(workers.map(guess, gates))

    assert len(kept(WrongCode)) == 5
    assert sum("错得太多" in reason for reason in reasons()) == 3


class Killed(BaseException):
    """The process ends here, whatever would have come next."""


def test_a_worker_killed_between_code_and_decision_leaves_neither_and_the_answer_counts_when_it_is_read_again(
    on_record: str,
):
    gate = budget()
    given = codes_of("BU").at(TEN)
    answer = Answer(gate.question.key, {"person": LEAD, "decision": "通过", "code": given}, given_at=TEN)
    engine = records_engine(on_record)

    def die(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO decisions"):
            raise Killed

    event.listen(engine, "before_cursor_execute", die)
    with pytest.raises(Killed):
        answer_now(gate.code, answer)
    event.remove(engine, "before_cursor_execute", die)
    assert (kept(Decision), len(kept(UsedCode))) == ([], 1)

    answer_now(gate.code, answer)

    assert [one.identity for one in kept(Decision)] == [Identity.ONE_TIME_CODE]


def test_where_a_proof_is_required_nobody_passes_without_codes(monkeypatch: pytest.MonkeyPatch):
    wish(monkeypatch, "required")
    gate = budget()

    say_yes(gate, "123456")

    assert reasons() == ["这一答复必须有一次性验证码,而卜部还没有登记:请先运行 `enrol BU`。"]
    assert gate.gate == "S4"


def test_where_it_is_off_a_person_with_codes_is_asked_for_none(monkeypatch: pytest.MonkeyPatch):
    wish(monkeypatch, "off")
    gate = budget()
    codes_of("BU")

    gate.answer(person=LEAD, decision="通过", comment="", approved="")

    assert [one.identity for one in kept(Decision)] == [Identity.CLAIMED]


def copy_of_the_video() -> Walk:
    """Return a copy that waits for the client."""
    return copied(begun())


BROUGHT = {"brought_by": PHOTOGRAPHER, "came_by": "会议", "evidence": "11 月 30 日会议纪要第 2 条(虚构)"}


def test_a_clients_answer_that_somebody_brings_says_who_how_and_where_it_is_to_be_seen():
    video = copy_of_the_video()

    video.agree(CLIENT, **BROUGHT)

    [one] = kept(Decision)
    with records() as session:
        names = [session.get_one(Person, person).name for person in (one.person_id, one.attested_by)]
    assert names == ["贾方", "佘光"]
    assert (one.identity, one.attester_identity, one.channel) == (Identity.ATTESTED, Identity.CLAIMED, Channel.MEETING)
    assert one.evidence == BROUGHT["evidence"]
    assert "贾方(由佘光转达(自报),会议:11 月 30 日会议纪要第 2 条(虚构)) · 通过" in video.shown


@pytest.mark.parametrize("lacking", [{"evidence": " "}, {"came_by": "系统表单"}])
def test_a_clients_answer_without_evidence_is_put_back(lacking: dict[str, str]):
    copy_of_the_video().agree(CLIENT, **BROUGHT | lacking)

    assert reasons() == ["由他人转达时,要写明答复方式(不能是系统表单)和凭据。"]
    assert kept(Decision) == []


def test_where_an_answer_may_be_brought_the_form_asks_whose_it_is_and_elsewhere_for_ones_own_name():
    brought, own = (one.form.model_json_schema()["properties"]["person"] for one in (copy_of_the_video(), budget()))

    assert "请选作出答复的人" in brought["description"]
    assert "请选自己的名字。" in own["description"]


def test_who_handed_the_work_in_brings_no_yes_of_the_clients_to_it():
    video = copy_of_the_video()
    assert OPERATOR not in video.form.model_json_schema()["properties"]["brought_by"]["enum"]

    video.agree(CLIENT, **BROUGHT | {"brought_by": OPERATOR})

    assert kept(Decision) == []


def test_nobody_gets_round_a_clients_codes_by_bringing_the_answer_without_codes_of_their_own():
    video = copy_of_the_video()
    codes_of("JIA")

    video.agree(CLIENT, **BROUGHT)

    assert "佘光还没有登记" in reasons()[0]


def test_a_messenger_with_codes_is_known_by_one_and_the_client_is_still_only_attested():
    video = copy_of_the_video()
    app = codes_of("SHE")

    video.agree(CLIENT, **BROUGHT, code=app.at(TEN))

    assert [(one.identity, one.attester_identity) for one in kept(Decision)] == [
        (Identity.ATTESTED, Identity.ONE_TIME_CODE)
    ]


def script_before_its_talent() -> Walk:
    """Return a script that waits for its talent."""
    return scripted(begun())


def also_works_here(talent: str, role: Role) -> None:
    """Let a talent hold a part of the house's besides."""
    with records() as session:
        project = session.scalars(select(Project)).one()
        session.add(ProjectMember(project_id=project.id, person_id=by_code(session, Person, talent).id, role=role))


def test_a_talents_answer_that_somebody_brings_says_who_how_and_where_it_is_to_be_seen():
    video = script_before_its_talent()
    before = len(kept(Decision))

    video.agree(TALENT_OF_IT, **BROUGHT | {"came_by": "群消息"})

    one = kept(Decision)[before:][0]
    with records() as session:
        names = [session.get_one(Person, person).name for person in (one.person_id, one.attested_by)]
        assert list(chain_walk.flaws(session.connection())) == []
    assert names == ["达达", "佘光"]
    assert one.role == Role.TALENT
    assert (one.identity, one.attester_identity, one.channel) == (Identity.ATTESTED, Identity.CLAIMED, Channel.GROUP)
    assert one.evidence == BROUGHT["evidence"]
    assert video.gate is None


def test_a_talent_who_answers_in_person_is_brought_by_nobody():
    script_before_its_talent().agree(TALENT_OF_IT)

    one = kept(Decision)[-1]
    assert (one.identity, one.attested_by, one.evidence, one.channel) == (Identity.CLAIMED, None, None, Channel.FORM)


@pytest.mark.parametrize(
    "lacking", [{"evidence": "\u200b "}, {"came_by": "系统表单"}, {"brought_by": ""}, {"brought_by": TALENT_OF_IT}]
)
def test_a_talents_answer_that_nobody_vouches_for_is_put_back(lacking: dict[str, str]):
    video = script_before_its_talent()
    before = len(kept(Decision))

    video.agree(TALENT_OF_IT, **BROUGHT | lacking)

    assert len(kept(Decision)) == before
    assert len(reasons()) == 1
    assert video.gate == "S8"


def test_a_talents_no_needs_its_reason_also_when_somebody_brings_it():
    video = script_before_its_talent()

    video.answer(person=TALENT_OF_IT, decision="退回修改", comment="", **BROUGHT)
    assert len(reasons()) == 1
    video.answer(person=TALENT_OF_IT, decision="退回修改", comment="这句台词我说不出口(虚构)", **BROUGHT)

    assert video.gate == "S7"
    assert (kept(Decision)[-1].identity, kept(Decision)[-1].evidence) == (Identity.ATTESTED, BROUGHT["evidence"])


def test_who_wrote_the_script_brings_no_yes_of_the_talents_to_it():
    video = script_before_its_talent()
    before = len(kept(Decision))
    choices = video.form.model_json_schema()["properties"]["brought_by"]["enum"]
    assert PHOTOGRAPHER in choices
    assert not [one for one in choices if one.startswith("林晓")]

    video.agree(TALENT_OF_IT, **BROUGHT | {"brought_by": DIRECTOR})

    assert len(kept(Decision)) == before


def test_a_talent_who_also_works_here_brings_no_answer_of_their_own():
    video = script_before_its_talent()
    also_works_here("DA", Role.BUSINESS)
    before = len(kept(Decision))
    (themselves,) = (one for one in video.form.model_json_schema()["properties"]["brought_by"]["enum"] if "达达" in one)

    video.agree(TALENT_OF_IT, **BROUGHT | {"brought_by": themselves})

    assert reasons() == ["自己的答复不用自己转达:请选“本人”。"]
    assert len(kept(Decision)) == before


def test_no_other_outsider_brings_a_talents_answer():
    choices = script_before_its_talent().form.model_json_schema()["properties"]["brought_by"]["enum"]

    assert not [one for one in choices if "甲方" in one or "达人" in one]


def test_a_step_that_the_standard_does_not_want_proven_asks_for_no_code():
    video = copy_of_the_video()
    codes_of("YE")
    video.agree(CLIENT)

    assert not {"code", "brought_by"} & set(video.form.model_fields)
    video.agree(BUSINESS_LEAD)
    assert [one.identity for one in kept(Decision)] == [Identity.CLAIMED, Identity.CLAIMED]


def test_new_codes_take_the_place_of_the_old_ones():
    gate = budget()
    lost, found = codes_of("BU"), codes_of("BU", TEN - timedelta(minutes=30))

    say_yes(gate, lost.at(TEN))
    assert (len(kept(WrongCode)), kept(Decision)) == (1, [])
    assert say_yes(gate, found.at(TEN)).gate is None


def test_codes_are_not_replaced_unasked_and_the_code_that_confirmed_them_opens_no_gate():
    gate = budget()
    app = codes_of("BU", TEN)
    with pytest.raises(RuleBroken, match="--again"):
        begin_enrolling("卜部", again=False)

    say_yes(gate, app.at(TEN))

    assert "这个验证码已经用过" in reasons()[0]


def test_a_code_that_does_not_fit_enrols_nobody():
    budget()
    enrolling = begin_enrolling("BU", again=False)

    assert not confirm(enrolling, "000000", TEN)
    assert not confirm(enrolling, "", TEN)
    assert kept(CodeEnrolment) == []
    assert enrolling.secret not in repr(enrolling)


def test_after_the_codes_are_taken_away_the_person_is_known_by_their_word_again():
    gate = budget()
    codes_of("BU")

    assert take_away("BU") == "卜部"
    with pytest.raises(RuleBroken, match="没有登记过"):
        take_away("BU")

    gate.answer(person=LEAD, decision="通过", comment="", approved="")
    assert [one.identity for one in kept(Decision)] == [Identity.CLAIMED]


def test_an_answer_to_the_form_from_before_the_enrolment_is_put_back_and_not_lost():
    gate = budget()
    question = gate.question
    assert isinstance(question, Question)
    codes_of("BU")

    answer_now(gate.code, Answer(question.key, {"person": LEAD, "decision": "通过", "approved": ""}))

    assert reasons() == ["卜部要填一次性验证码的 6 位数字。"]


def test_codes_that_the_houses_key_does_not_open_say_so_and_the_run_stands():
    gate = budget()
    app = codes_of("BU")
    settings().home.joinpath("sealing.key").unlink()

    say_yes(gate, app.at(TEN))

    assert reasons() == ["卜部的验证码用本机的钥匙打不开:请运行 `enrol BU --again` 重新登记。"]
