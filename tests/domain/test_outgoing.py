"""What goes out now to one address, alone or put together, and what waits until when."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.domain.calendar import BEIJING
from agency.domain.outgoing import GATHERED_BYTES, Call, Limits, Outgoing, Waiting, plan, rest_after
from agency.domain.quiet_hours import QuietHours
from agency.domain.terms.messages import DeliveryOutcome, MessageKind, Urgency

NOON = datetime(2026, 11, 26, 12, tzinfo=BEIJING)
NIGHT = QuietHours(time(22), time(8))
NEVER = QuietHours(time(), time())
WECOM = Limits(per_minute=20, per_second=20)
SECOND = timedelta(seconds=1)


def message(name: str, *, urgent: bool = False, since: datetime = NOON, **more: object) -> Waiting:
    known = {"kind": MessageKind.REMINDER, "size": 200, "since": since} | more
    return Waiting(id=name, urgency=Urgency.AT_ONCE if urgent else Urgency.IN_HOURS, **known)  # type: ignore[arg-type]


def called(ago: float, outcome: DeliveryOutcome = DeliveryOutcome.SENT, at: datetime = NOON, **more: object) -> Call:
    ended = at - timedelta(seconds=ago)
    return Call(started_at=ended, ended_at=ended, outcome=outcome, **more)  # type: ignore[arg-type]


def planned(
    waiting: Sequence[Waiting],
    calls: Sequence[Call] = (),
    *,
    limits: Limits = WECOM,
    quiet: QuietHours = NIGHT,
    at: datetime = NOON,
) -> Outgoing:
    return plan(waiting, calls, limits, quiet, at)


def test_nothing_that_waits_means_nothing_to_look_at_again():
    assert planned([]) == Outgoing()


def test_a_few_messages_go_out_one_by_one_the_urgent_one_first():
    out = planned([message("提醒甲"), message("提醒乙"), message("负评", urgent=True)])

    assert out.bundles == [("负评",), ("提醒乙",), ("提醒甲",)] or out.bundles == [("负评",), ("提醒甲",), ("提醒乙",)]
    assert out.again_at is None


def test_more_than_the_room_left_are_put_together_and_urgent_ones_never_are():
    many = [message(f"提醒{number:02}") for number in range(15)]

    out = planned([*many, message("甲急", urgent=True), message("乙急", urgent=True)])

    assert sorted(out.bundles[:2]) == [("乙急",), ("甲急",)]
    assert [len(bundle) for bundle in out.bundles[2:]] == [15]


def test_what_is_put_together_stands_by_kind_and_then_by_age():
    older = NOON - timedelta(minutes=3)
    many = [message(f"通知{number:02}", kind=MessageKind.NOTICE, since=older, size=150) for number in range(14)]

    (bundle,) = planned([*many, message("新提醒"), message("老提醒", since=older)]).bundles

    assert bundle[:2] == ("老提醒", "新提醒")
    assert bundle[2:] == tuple(f"通知{number:02}" for number in range(14))


def test_a_digest_is_no_longer_than_one_call_carries():
    many = [message(f"长文{number:02}", size=1400) for number in range(16)]

    assert {len(bundle) for bundle in planned(many).bundles} == {2}


def test_the_night_holds_what_can_wait_and_lets_the_urgent_through():
    midnight = NOON + timedelta(hours=12)

    out = planned([message("提醒"), message("负评", urgent=True)], at=midnight)

    assert out.bundles == [("负评",)]
    assert out.again_at == datetime(2026, 11, 27, 8, tzinfo=BEIJING)


def test_what_came_in_the_night_goes_out_as_one_in_the_morning_and_what_came_after_does_not():
    morning = datetime(2026, 11, 27, 8, tzinfo=BEIJING)
    night = [message(f"夜里{number}", since=morning - timedelta(hours=number + 1)) for number in range(3)]

    assert planned(night, at=morning).bundles == [("夜里2", "夜里1", "夜里0")]
    after = [message("早上甲", since=morning), message("早上乙", since=morning)]
    assert planned(after, at=morning).bundles == [("早上乙",), ("早上甲",)]


def test_after_trouble_one_message_goes_first_and_the_rest_as_one_when_it_arrived():
    waiting = [message(f"等{number}", since=NOON - timedelta(hours=2)) for number in range(4)]
    broken = called(3601, DeliveryOutcome.BROKEN)

    assert planned(waiting, [broken]).bundles == [("等0",)]
    assert planned(waiting[1:], [broken, called(2)]).bundles == [("等1", "等2", "等3")]


def test_a_broken_bot_is_tried_once_an_hour_also_for_what_is_urgent():
    out = planned([message("急", urgent=True)], [called(60, DeliveryOutcome.BROKEN)])

    assert out.bundles == ()
    assert out.again_at == NOON + timedelta(minutes=59)


def test_a_bot_that_asked_for_ten_minutes_is_left_alone_for_ten_minutes():
    told = called(10, DeliveryOutcome.DELAYED, again_at=NOON + timedelta(minutes=10))

    assert planned([message("急", urgent=True)], [told]).again_at == NOON + timedelta(minutes=10)


def test_each_call_of_unknown_fate_in_a_row_doubles_the_rest_up_to_an_hour():
    rests = []
    for count in (1, 2, 3, 9):
        calls = [called(0, DeliveryOutcome.UNCLEAR)] * count
        again = planned([message("等")], calls).again_at
        assert again is not None
        rests.append((again - NOON) / timedelta(minutes=1))

    assert rests == [5, 10, 20, 60]


def test_a_message_that_failed_before_holds_up_none_that_has_not():
    often = message("坏消息", attempts=7, since=NOON - timedelta(days=1))

    assert planned([often, message("新消息")]).bundles == [("新消息",), ("坏消息",)]


def test_what_was_refused_together_goes_alone():
    many = [message(f"提醒{number:02}") for number in range(15)]

    out = planned([*many, message("可疑", goes_alone=True)])

    assert ("可疑",) in out.bundles


def test_the_reserve_of_a_minute_is_for_what_is_urgent():
    calls = [called(30)] * WECOM.not_urgent

    assert planned([message("提醒")], calls) == Outgoing([], NOON + timedelta(seconds=30))
    assert planned([message("急", urgent=True)], calls).bundles == [("急",)]
    assert planned([message("急", urgent=True)], [called(30)] * WECOM.at_most).bundles == []


def test_a_call_without_an_answer_yet_counts():
    on_its_way = Call(started_at=NOON - timedelta(minutes=9))

    assert planned([message("提醒")], [on_its_way] * WECOM.not_urgent).bundles == []


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (5, 16), (8, 128), (9, 180), (20, 180), (99, 180)])
def test_the_rest_doubles_from_a_minute_up_to_three_hours(attempts: int, minutes: int):
    assert rest_after(attempts, 1.0, None) == timedelta(minutes=minutes)
    assert rest_after(attempts, 0.0, None) == timedelta()


def test_the_channel_is_never_tried_earlier_than_it_asked_for():
    assert rest_after(1, 0.1, timedelta(seconds=600)) == timedelta(seconds=600)


def test_twenty_tries_take_about_a_day():
    whole = sum((rest_after(tried, 0.5, None) for tried in range(1, 20)), timedelta())

    assert timedelta(hours=15) < whole < timedelta(hours=30)


@dataclass
class Played:
    """An address that is worked off by the plan alone, and what its bot saw."""

    waiting: list[Waiting]
    limits: Limits
    quiet: QuietHours
    at: datetime
    calls: list[Call] = field(default_factory=list)
    arrivals: list[datetime] = field(default_factory=list)
    sent: list[tuple[str, ...]] = field(default_factory=list)

    def play(self, takes: Sequence[float], arrives: Sequence[float], steps: int) -> None:
        """Work off what waits; the n-th call takes so many seconds and arrives after such a share of them."""
        for step in range(steps):
            here = [one for one in self.waiting if one.since <= self.at]
            out = plan(here, self.calls, self.limits, self.quiet, self.at)
            if out.bundles:
                self.call(out.bundles[0], takes[step % len(takes)], arrives[step % len(arrives)])
            elif out.again_at is not None:
                assert out.again_at > self.at
                self.at = out.again_at
            elif not self.waiting:
                return
            else:
                self.at = min(one.since for one in self.waiting)
        raise AssertionError("it never ends")

    def call(self, bundle: tuple[str, ...], takes: float, arrives: float) -> None:
        self.note(bundle)
        begun, self.at = self.at, self.at + timedelta(seconds=takes)
        self.arrivals.append(begun + timedelta(seconds=takes * arrives))
        self.calls.append(Call(started_at=begun, ended_at=self.at, outcome=DeliveryOutcome.SENT))

    def note(self, bundle: tuple[str, ...]) -> None:
        known = {one.id: one for one in self.waiting}
        carried = [known[each] for each in bundle]
        urgent = [one for one in carried if one.urgency is Urgency.AT_ONCE]
        assert not urgent or len(bundle) == 1
        assert urgent or not self.quiet.hold(self.at)
        assert len(bundle) == 1 or sum(one.size for one in carried) <= GATHERED_BYTES
        self.sent.append(bundle)
        self.waiting = [one for one in self.waiting if one.id not in bundle]


seconds = st.integers(0, 100_000).map(lambda each: NOON + timedelta(seconds=each))
crowds = st.lists(
    st.builds(
        lambda since, urgent, size, kind, alone: (since, urgent, size, kind, alone),
        seconds | st.just(NOON),
        st.booleans(),
        st.integers(1, 5000),
        st.sampled_from(MessageKind),
        st.booleans(),
    ),
    max_size=70,
)


@given(
    crowd=crowds,
    limits=st.builds(Limits, per_minute=st.integers(1, 40), per_second=st.integers(1, 10)),
    quiet=st.sampled_from([NIGHT, NEVER]),
    takes=st.lists(st.floats(0, 20), min_size=1, max_size=5),
    arrives=st.lists(st.floats(0, 1), min_size=1, max_size=5),
)
def test_every_message_goes_out_once_and_no_minute_of_the_bot_is_ever_too_full(
    crowd: list[tuple[datetime, bool, int, MessageKind, bool]],
    limits: Limits,
    quiet: QuietHours,
    takes: list[float],
    arrives: list[float],
):
    waiting = [
        message(f"消息{number}", urgent=urgent, since=since, size=size, kind=kind, goes_alone=alone)
        for number, (since, urgent, size, kind, alone) in enumerate(crowd)
    ]
    bot = Played(list(waiting), limits, quiet, NOON)

    bot.play(takes, arrives, steps=2000)

    assert sorted(each for bundle in bot.sent for each in bundle) == sorted(one.id for one in waiting)
    for moment in bot.arrivals:
        last_minute = [each for each in bot.arrivals if moment - timedelta(minutes=1) < each <= moment]
        assert len(last_minute) <= limits.per_minute
        last_second = [each for each in bot.arrivals if moment - SECOND < each <= moment]
        assert len(last_second) <= limits.per_second
