"""A platform is asked at one pace by all workers together, and no more often a day than the settings allow."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.settings import get_current_settings
from time_machine import travel

from agency.domain.terms.figures import Platform
from agency.errors import Misconfigured, QuotaUsedUp
from agency.records.engine import open_records, records
from agency.records.quotas import take_calls
from config.platforms import DouyinSettings, Platforms, TikTokSettings, limit_name
from tasks.metrics import pacing
from tasks.metrics.pacing import Allowance, DayShare, Metronome, next_day, pace_of
from tasks.metrics.shared_pace import kept_by_all, shared_allowance, slots_taken
from tests.paper_agency import set_out

NOON = datetime(2026, 3, 9, 4, tzinfo=UTC)
PACE, BURST, CALLS = 20.0, 20, 60
CALL = """
import json, sys, time
from tasks.metrics.pacing import Allowance
from tasks.metrics.shared_pace import slots_taken

name, bundle, calls = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
pace, made = Allowance(lambda wanted: slots_taken(name, wanted), bundle), []
for _call in range(calls):
    pace()
    made.append(time.time())
print(json.dumps(made))
"""


def limit(name: str, **pace: float) -> None:
    """Create a limit at the server, or set the one that is there."""
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name, **pace)  # type: ignore[arg-type]


def most_within(moments: Sequence[float], seconds: float) -> int:
    """Return how many of these moments lie within any one stretch of so many seconds, at most."""
    ordered = sorted(moments)
    return max(sum(first <= each <= first + seconds for each in ordered) for first in ordered)


@pytest.mark.server
@pytest.mark.usefixtures("prefect_server")
class TestAtTheServer:
    """All workers together."""

    def test_two_processes_together_never_exceed_the_pace(self):
        limit("calls-cranes", limit=BURST, slot_decay_per_second=PACE)
        command = [sys.executable, "-c", CALL, "calls-cranes", str(BURST), str(CALLS)]
        variables = get_current_settings().to_environment_variables(exclude_unset=True)

        crew = [subprocess.Popen(command, env={**os.environ, **variables}, stdout=subprocess.PIPE) for _ in range(2)]
        made = [moment for worker in crew for moment in json.loads(worker.communicate()[0])]

        assert len(made) == 2 * CALLS
        for seconds in (0.5, 1.0, 2.0, 4.0):
            assert most_within(made, seconds) <= PACE * (seconds + 2)

    def test_a_limit_that_is_missing_is_told_with_what_to_run(self):
        with pytest.raises(Misconfigured, match=r"calls-herons.*run\.py up"):
            slots_taken("calls-herons", 1)

    def test_a_limit_without_decay_keeps_no_pace_and_counts_as_missing(self):
        limit("calls-swans", limit=3, slot_decay_per_second=0.0)

        with pytest.raises(Misconfigured, match="calls-swans"):
            slots_taken("calls-swans", 1)

    def test_a_limit_that_holds_less_than_is_wanted_gives_what_it_holds(self):
        limit("calls-wrens", limit=2, slot_decay_per_second=100.0)

        assert slots_taken("calls-wrens", 8) == 2

    def test_a_limit_that_was_switched_off_lets_all_pass(self):
        limit("calls-larks", limit=1, slot_decay_per_second=0.01)
        with get_client(sync_client=True) as client:
            client.update_global_concurrency_limit("calls-larks", GlobalConcurrencyLimitUpdate(active=False))

        assert [slots_taken("calls-larks", 1) for _call in range(3)] == [1, 1, 1]

    def test_where_all_keep_it_a_platform_has_the_pace_of_its_limit(self, monkeypatch: pytest.MonkeyPatch):
        set_out(monkeypatch, Platforms(tiktok=TikTokSettings(calls_per_second=5)))
        shared_allowance.cache_clear()

        @kept_by_all()
        def ask() -> None:
            pace_of(Platform.TIKTOK)()

        ask()

        with get_client(sync_client=True) as client:
            told = client.read_global_concurrency_limit_by_name(limit_name("tiktok"))
        assert (told.limit, told.slot_decay_per_second) == (5, 5.0)
        assert told.active_slots > 0 or told.updated > told.created

    def test_where_all_keep_it_a_platform_without_its_limit_is_not_asked(self, monkeypatch: pytest.MonkeyPatch):
        set_out(monkeypatch, Platforms())
        shared_allowance.cache_clear()
        with get_client(sync_client=True) as client:
            client.delete_global_concurrency_limit_by_name(limit_name("kuaishou"))

        @kept_by_all()
        def ask() -> None:
            pace_of(Platform.KUAISHOU)()

        with pytest.raises(Misconfigured, match="calls-kuaishou"):
            ask()


def test_a_bundle_is_handed_out_one_by_one_and_the_next_is_taken_when_it_is_gone():
    taken: list[int] = []

    def take(wanted: int) -> int:
        taken.append(wanted)
        return wanted

    pace = Allowance(take, 3)
    for _call in range(7):
        pace()

    assert taken == [3, 3, 3]


def test_calls_that_were_not_made_in_their_second_are_lost():
    seconds, taken = [0.0], []
    pace = Allowance(lambda wanted: taken.append(wanted) or wanted, 5, lambda: seconds[-1])

    for moment in (0.0, 0.9, 1.1):
        seconds.append(moment)
        pace()

    assert taken == [5, 5]


def test_threads_of_one_process_share_its_allowance():
    made: list[float] = []
    pace = Allowance(Metronome(100.0), 10)

    def call() -> None:
        for _call in range(10):
            pace()
            made.append(time.monotonic())

    with ThreadPoolExecutor(5) as crew:
        for done in [crew.submit(call) for _worker in range(5)]:
            done.result()

    assert len(made) == 50
    assert max(made) - min(made) >= 0.39  # fifty calls, a hundred a second, the last ten at once


def test_where_nobody_else_keeps_it_the_pace_is_the_processs_own(monkeypatch: pytest.MonkeyPatch):
    set_out(monkeypatch, Platforms(douyin=DouyinSettings(calls_per_second=1000)))

    assert pace_of(Platform.DOUYIN) is pace_of(Platform.DOUYIN)
    assert pace_of(Platform.DOUYIN) is not pace_of(Platform.TIKTOK)
    pace_of(Platform.DOUYIN)()


def test_the_calls_of_a_day_are_shared_out_and_no_more(on_record: str):
    mine, yours = DayShare(Platform.YOUTUBE, 5), DayShare(Platform.YOUTUBE, 5)

    for share in (mine, yours, mine, yours, mine):
        share()

    for share in (mine, yours):
        with pytest.raises(QuotaUsedUp, match="每天 5 次"):
            share()


def test_the_next_day_of_the_platform_gives_the_calls_back(on_record: str):
    share = DayShare(Platform.YOUTUBE, 1)
    before_midnight_in_los_angeles = datetime(2026, 3, 10, 6, 59, tzinfo=UTC)

    with travel(before_midnight_in_los_angeles, tick=False) as clock:
        share()
        with pytest.raises(QuotaUsedUp):
            share()
        clock.shift(60)
        share()


def test_the_days_calls_that_settings_allow_count_before_the_pace(on_record: str, monkeypatch: pytest.MonkeyPatch):
    set_out(monkeypatch, Platforms(douyin=DouyinSettings(calls_per_second=1000, calls_per_day=2)))
    pacing.day_share.cache_clear()
    pace = pace_of(Platform.DOUYIN)

    pace()
    pace()

    with pytest.raises(QuotaUsedUp):
        pace()


def test_processes_that_take_calls_at_once_never_take_more_than_there_are(records_url: str):
    together, taken = threading.Barrier(6), []

    def take() -> None:
        engine = open_records(records_url)
        together.wait()
        for _round in range(5):
            with records(engine) as session:
                taken.append(take_calls(session, Platform.TIKTOK, NOON.date(), 4, 50))
        engine.dispose()

    with ThreadPoolExecutor(6) as crew:
        for done in [crew.submit(take) for _worker in range(6)]:
            done.result()

    assert sum(taken) == 50


@pytest.mark.parametrize(
    ("platform", "day"),
    [
        (Platform.DOUYIN, datetime(2026, 3, 9, 16, tzinfo=UTC)),
        (Platform.TIKTOK, datetime(2026, 3, 10, tzinfo=UTC)),
        (Platform.YOUTUBE, datetime(2026, 3, 9, 7, tzinfo=UTC)),
    ],
)
def test_a_platforms_day_begins_at_its_own_midnight(platform: Platform, day: datetime):
    assert next_day(platform, NOON) == day
