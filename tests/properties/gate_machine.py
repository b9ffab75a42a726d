"""People, workers and clocks do to the gates whatever they like, in any order; the ledger must stay true (gates.md).

Each rule is something that happens in the house. After each the rows are read and held against ``gate_oracle``.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from agency.errors import AgencyError
from agency.records.append_only import APPEND_ONLY
from tasks.gate.questions import Answer, Question
from tasks.opening import looking, records
from tasks.stages.s07_script_sync import SYNC
from tests.properties import gate_changes as changes
from tests.properties import gate_oracle as oracle
from tests.properties.gate_seen import Seen
from tests.properties.gate_starts import BEGINS, DURING_THE_START, STARTS, filled
from tests.properties.gate_world import AFTER_THE_COMMIT, AT_THE_COMMIT, RUNS, Asked, Killed, World

GO_ON, SEND_BACK, STOP = "通过", "退回修改", "终止"
DEATHS = st.sampled_from([*range(0, 60, 3), AT_THE_COMMIT, AFTER_THE_COMMIT])
FLAWS: Mapping[str, Mapping[str, object]] = {
    "a stranger": {"person": "路人甲(甲方)"},
    "somebody who is not asked": {"person": "云总(运营负责人)"},
    "nobody": {"person": ""},
    "no such decision": {"decision": "差不多吧"},
    "sent back without a reason": {"decision": SEND_BACK, "comment": "  "},
    "a list for a name": {"person": ["林晓(编导)"]},
    "a title that is too long": {"video_title": "茶" * 21},
    "a table that can't be read": {"shots": "镜号\n一\n二"},
    "a novel": {"comment": "好" * 20_001, "copy_text": "好" * 20_001, "shots": "好" * 20_001},
}


class Gates(RuleBasedStateMachine):
    """A house at work. ``lend`` gives it records of its own for as long as it is there, begun as one of ``STARTS``."""

    lend: Callable[[str], AbstractContextManager[str]]
    starts = tuple(STARTS)

    @initialize(data=st.data())
    def open_the_house(self, data: st.DataObject) -> None:
        self.told = 0
        self.last: tuple[Asked, Answer, str] | None = None
        self.accepted: dict[str, str] = {}
        self.lent = type(self).lend(data.draw(st.sampled_from(type(self).starts), label="start"))
        self.world = World(self.lent.__enter__())
        self.clock = time_machine.travel(BEGINS + DURING_THE_START, tick=False)
        self.hands = self.clock.start()
        self.now = Seen.of(self.world)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            for code in self.world.codes:
                self.look(code, RUNS[0])
        finally:
            self.clock.stop()
            self.world.close()
            self.lent.__exit__(None, None, None)

    # What people do

    @rule(data=st.data(), run=st.sampled_from(RUNS))
    def somebody_looks(self, data: st.DataObject, run: str) -> None:
        self.look(self.a_subject(data), run)

    @rule(data=st.data(), run=st.sampled_from(RUNS))
    def somebody_agrees(self, data: st.DataObject, run: str) -> None:
        if asked := self.asks(data, run):
            self.answer(asked, self.good(data, asked, GO_ON), run)

    @rule(data=st.data(), run=st.sampled_from(RUNS))
    def all_who_are_asked_agree(self, data: st.DataObject, run: str) -> None:
        code = self.a_subject(data)
        for _each in range(4):
            if not isinstance(asked := self.look(code, run), Asked) or not asked.question.form:
                return
            self.answer(asked, self.good(data, asked, GO_ON), run)

    @rule(data=st.data(), run=st.sampled_from(RUNS))
    def somebody_sends_it_back(self, data: st.DataObject, run: str) -> None:
        if asked := self.asks(data, run):
            self.answer(asked, self.good(data, asked, SEND_BACK), run)

    @precondition(lambda self: self.told > 6)
    @rule(data=st.data(), run=st.sampled_from(RUNS))
    def somebody_stops_it(self, data: st.DataObject, run: str) -> None:
        if asked := self.asks(data, run):
            self.answer(asked, self.good(data, asked, STOP), run)

    @rule(data=st.data(), run=st.sampled_from(RUNS), flaw=st.sampled_from(sorted(FLAWS)))
    def somebody_breaks_a_rule(self, data: st.DataObject, run: str, flaw: str) -> None:
        if (asked := self.asks(data, run)) is None or not FLAWS[flaw].keys() & asked.question.form.model_fields.keys():
            return
        good = self.good(data, asked, GO_ON)
        if FLAWS[flaw].get("person") in changes.people_of(asked.question):
            return
        bad = good | {name: value for name, value in FLAWS[flaw].items() if name in good}
        self.refused(asked, bad, run)

    @rule(data=st.data(), run=st.sampled_from(RUNS))
    def an_empty_answer_comes(self, data: st.DataObject, run: str) -> None:
        if asked := self.asks(data, run):
            self.refused(asked, {}, run)

    @precondition(lambda self: len(self.world.asked) > 1)
    @rule(data=st.data(), run=st.sampled_from(RUNS), verdict=st.sampled_from([GO_ON, GO_ON, SEND_BACK]))
    def an_old_question_is_answered(self, data: st.DataObject, run: str, verdict: str) -> None:
        asked = self.world.asked[data.draw(st.integers(0, len(self.world.asked) - 1), label="asked before")]
        if asked.question.form is not None:
            self.answer(asked, self.good(data, asked, verdict), run)

    @precondition(lambda self: self.last is not None)
    @rule(run=st.sampled_from(RUNS))
    def the_same_answer_comes_again(self, run: str) -> None:
        asked, answer, _by = self.last
        self.is_open(asked, run)
        with self.happens(asked.code) as seen:
            self.send(asked, answer, run)
        assert seen.is_as_before, "an answer counted twice"

    @rule(data=st.data(), run=st.sampled_from(RUNS), death=DEATHS, verdict=st.sampled_from([GO_ON, GO_ON, SEND_BACK]))
    def a_worker_dies_at_an_answer(self, data: st.DataObject, run: str, death: int, verdict: str) -> None:
        if asked := self.asks(data, run):
            answer = Answer(asked.question.key, self.good(data, asked, verdict))
            with self.happens(asked.code) as seen:
                lived = self.send(asked, answer, run, death)
            assert seen.is_as_before or lived or death == AFTER_THE_COMMIT, "half of a unit of work was kept"
            self.answer(asked, answer.values, run, again=not seen.is_as_before)

    # What else happens to the work, the people and the clock

    @rule(data=st.data(), change=st.sampled_from(changes.OF_THE_WORK))
    def the_work_changes(self, data: st.DataObject, change: Callable[..., None]) -> None:
        with records() as session:
            change(session, data)
        self.now = Seen.of(self.world)
        self.look(self.a_subject(data), RUNS[0])

    @rule(data=st.data(), change=st.sampled_from(changes.OF_THE_PEOPLE))
    def the_people_change(self, data: st.DataObject, change: Callable[..., None]) -> None:
        with records() as session:
            change(session, data)
        self.now = Seen.of(self.world)

    @rule(data=st.data())
    def a_lead_sets_a_deadline_aside(self, data: st.DataObject) -> None:
        code = self.a_subject(data)
        with self.happens(code), records() as session:
            changes.set_aside(session, code, self.hands)

    @rule(data=st.data(), run=st.sampled_from(RUNS))
    def a_shoot_is_booked(self, data: st.DataObject, run: str) -> None:
        if (code := self.a_subject(data)).startswith("BREEZE-0"):
            with self.happens(code):
                changes.book(code, run)

    @rule(shift=st.sampled_from([-7200, -90, -1, 3600, 86_400, 3 * 86_400]))
    def the_clock_jumps(self, shift: int) -> None:
        self.hands.shift(timedelta(seconds=shift))

    # How it is looked at

    def a_subject(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(self.world.codes), label="subject")

    def asks(self, data: st.DataObject, run: str) -> Asked | None:
        """Return what a run is asked about some subject, where it is a form."""
        asked = self.look(self.a_subject(data), run)
        return asked if isinstance(asked, Asked) and asked.question.form else None

    def good(self, data: st.DataObject, asked: Asked, verdict: str) -> dict[str, Any]:
        """Return an answer that keeps the rules, by one of those who are asked; its opinion tells it from all others."""
        self.told += 1
        person = data.draw(st.sampled_from(changes.people_of(asked.question)), label="person")
        return filled(asked.question.form, person, decision=verdict, comment=f"意见 {self.told}")

    @contextmanager
    def happens(self, code: str) -> Iterator[Seen]:
        """Let something happen to a subject, and hold what came of it against the oracle."""
        self.hands.shift(timedelta(minutes=1))
        seen = self.now
        yield seen
        seen.look_again(self.world)
        self.now = Seen(seen.after, seen.left, seen.after, seen.left)
        oracle.grew(seen.rows, seen.left, APPEND_ONLY)
        named = changes.named(self.world, code)
        oracle.check_said(seen.before, seen.after, named)
        oracle.check_passes(seen.before, seen.after, named)
        self.check_nothing_lost(seen.after)

    def look(self, code: str, run: str) -> object:
        """Ask what is open, and check that whatever asks nothing is settled on what the records hold."""
        with self.happens(code) as seen:
            asked = self.world.ask(code, run)
        if asked is not None and not isinstance(asked, Asked):
            return asked
        for work in self.world.way(code):
            if isinstance(asked, Asked) and work is asked.work:
                break
            if not self.is_settled(work, code, seen.after):
                assert asked is None, f"{work.gate} of {code} is passed over"
                assert changes.is_out_of_order(self.world, code, work), f"{work.gate} of {code} asks nothing"
                break
        return asked

    def is_open(self, asked: Asked, run: str) -> Question | None:
        """Return a question if it is the open one of its stage; to look is to put what has changed before the gate."""
        with self.happens(asked.code):
            return self.world.still_asks(asked, run)

    def is_settled(self, work: Any, code: str, ledger: oracle.Ledger) -> bool:
        with looking() as session:
            try:
                subject = work.find(session, code)
                if work is SYNC and not work.needed(session, subject):
                    return True
                content = work.content(session, subject)
            except (AgencyError, LookupError):
                return False
            last = ledger.last(subject.id, work.gate)
            return last is not None and last.passed and last.hash == oracle.hash_of(content)

    def send(self, asked: Asked, answer: Answer, run: str, death: int | None = None) -> bool:
        """Hand an answer to its stage, whose worker may die of it; return whether anybody heard how it ended."""
        self.last = (asked, answer, run)
        try:
            with self.world.dying(death):
                self.world.call(asked.work, asked.code, answer, run)
        except Killed:
            return False
        except AgencyError:
            return death is None
        return True

    def answer(self, asked: Asked, values: dict[str, Any], run: str, *, again: bool = False) -> None:
        """Answer a question: it counts once if the question is the open one, and else not at all."""
        open_now = self.is_open(asked, run)
        assert not (again and open_now), "an answer that was kept is asked for again"
        with self.happens(asked.code) as seen:
            self.send(asked, Answer(asked.question.key, values), run)
        if open_now is None:
            assert seen.is_as_before, "an answer to another question changed something"
        elif values["person"] not in changes.people_of(open_now):
            seen.check_refused(asked)
        elif "decision" in values:
            self.accepted |= seen.check_decided(values["comment"])
        else:
            seen.check_submitted(asked, values)

    def check_nothing_lost(self, ledger: oracle.Ledger) -> None:
        said = {key: one.comment for key, (_round, one) in ledger.said.items()}
        assert self.accepted.items() <= said.items(), "a decision is lost"

    def refused(self, asked: Asked, values: dict[str, Any], run: str) -> None:
        """Answer against a rule: it is kept as refused, costs nothing else, and is put back with its reasons."""
        if not self.is_open(asked, run):
            return
        with self.happens(asked.code) as seen:
            self.send(asked, Answer(asked.question.key, values), run)
        seen.check_refused(asked)
        again = self.world.call(asked.work, asked.code, None, run)
        assert isinstance(again, Question)
        assert again.form is not None
        assert "⚠" in again.form.shown or "退回" in again.form.shown
