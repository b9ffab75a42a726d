"""What Prometheus is told is what was seen, under names as Prometheus wants them; what is unknown is left out."""

import re
import shutil
import subprocess
from collections.abc import Sequence

import pytest
from prometheus_client.exposition import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from agency.domain.finding import Finding
from shortvideo.monitor.exposition import registry_of
from shortvideo.monitor.measures import MEASURES, PREFIX
from shortvideo.monitor.sight import Numbers
from tests.monitor.seen import AT, CLOSED, FINDINGS, HOUR, NUMBERS, Lookout

Labels = frozenset[tuple[str, str]]


def exposed(numbers: Numbers = NUMBERS, findings: Sequence[Finding] = FINDINGS) -> str:
    return generate_latest(registry_of(Lookout(numbers, findings))).decode()  # type: ignore[arg-type]


def samples(text: str) -> dict[tuple[str, Labels], float]:
    """Return every sample by its name, without our prefix, and its labels."""
    return {
        (sample.name.removeprefix(PREFIX), frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def value(name: str, numbers: Numbers = NUMBERS, **labels: str) -> float | None:
    return samples(exposed(numbers)).get((name, frozenset(labels.items())))


@pytest.mark.parametrize(
    ("name", "labels", "expected"),
    [
        ("records_open", {}, 1),
        ("workers_online", {}, 0),
        ("flow_runs", {"state": "suspended"}, 1520),
        ("gates_waiting", {"gate": "S8", "age": "over_7_days"}, 3),
        ("flow_last_success_timestamp_seconds", {"flow": "back-up"}, (AT - 24 * HOUR).timestamp()),
        ("gates_overdue", {"gate": "S8"}, 2),
        ("deadlines_overdue", {"rule": "I4"}, 2),
        ("messages_unsettled", {"state": "waiting"}, 4),
        ("messages_unsettled", {"state": "by_hand"}, 2),
        ("messages_unsettled", {"state": "given_up"}, 2),
        ("message_oldest_timestamp_seconds", {"state": "given_up"}, (AT - 9 * HOUR).timestamp()),
        ("channel_calls_last_day", {"outcome": "sent"}, 40),
        ("channel_calls_last_day", {"outcome": "broken"}, 0),
        ("incidents_open", {"held_by": "owner"}, 2),
        ("incidents_open", {"held_by": "coordinator"}, 1),
        ("cases_open", {"severity": "grave"}, 1),
        ("pull_failing_accounts", {"platform": "douyin", "reason": "quota"}, 2),
        ("pull_failing_accounts", {"platform": "bilibili", "reason": "quota"}, 0),
        ("pull_last_success_timestamp_seconds", {"platform": "douyin"}, (AT - 2 * HOUR).timestamp()),
        ("pull_last_success_timestamp_seconds", {"platform": "bilibili"}, None),
        ("grant_first_end_timestamp_seconds", {"platform": "douyin", "state": "active"}, (AT + 100 * HOUR).timestamp()),
        ("backup_proven_timestamp_seconds", {}, (AT - 100 * HOUR).timestamp()),
        ("disk_free_bytes", {}, 3_000_000_000),
        ("findings", {"rule": "group-broken", "attention": "tonight"}, 2),
        ("findings", {"rule": "no-worker", "attention": "at_once"}, 1),
    ],
)
def test_a_number_is_told_as_it_was_seen(name: str, labels: dict[str, str], expected: float | None):
    assert value(name, **labels) == expected


def test_what_can_not_be_seen_is_left_out_and_never_told_as_nothing():
    told = {name for name, _labels in samples(exposed(CLOSED, ()))}

    assert told == {"records_open", "prefect_up", "disk_free_bytes", "look_seconds"}
    assert value("records_open", CLOSED) == 0
    assert value("prefect_up", CLOSED) == 0


def test_every_metric_is_named_and_explained_even_while_it_has_no_sample():
    helped = re.findall(r"^# HELP (\w+) (.+)$", exposed(CLOSED, ()), re.MULTILINE)

    assert helped == [(PREFIX + measure.name, measure.help) for measure in MEASURES]


def test_no_metric_pretends_to_be_a_counter_and_units_come_last():
    for measure in MEASURES:
        assert re.fullmatch(r"[a-z][a-z0-9_]*[a-z]", measure.name)
        assert not measure.name.endswith(("_total", "_count", "_sum", "_bucket", "_age", "_ms", "_mb"))
        assert "timestamp" not in measure.name or measure.name.endswith("_timestamp_seconds")


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool comes with Debian's package prometheus")
def test_prometheus_own_tool_finds_nothing_to_say():
    said = subprocess.run(
        ["promtool", "check", "metrics"], input=exposed(), capture_output=True, text=True, check=False
    )

    assert (said.returncode, said.stdout + said.stderr) == (0, "")
