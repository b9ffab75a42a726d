"""Any interleaving of submitting, deciding, retrying, dying, waiving and changing leaves the ledger true (gates.md).

The machine is shown to be worth something by planting violations: each is found.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from agency.domain import approvals
from agency.domain.approvals import Member, Standing, Step, Voice
from agency.domain.terms.gates import Verdict
from agency.records.tables import GateRound
from config.settings import settings as product_settings
from tasks.gate.desk import Desk
from tests.databases import PostgresqlServer, SqliteFiles
from tests.properties.gate_houses import Houses
from tests.properties.gate_machine import Gates
from tests.properties.gate_starts import STARTS
from tests.properties.gate_world import RUN_OF_FLOW


@pytest.fixture(autouse=True)
def left_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> Iterator[None]:
    for name, value in (("SHORTVIDEO_RECORDS_URL", ""), (RUN_OF_FLOW, ""), ("SHORTVIDEO_HOME", str(tmp_path))):
        monkeypatch.setenv(name, value)
    yield
    monkeypatch.undo()
    product_settings.cache_clear()


def search(
    databases: SqliteFiles | PostgresqlServer,
    *,
    examples: int,
    steps: int = 30,
    starts: Sequence[str] = tuple(STARTS),
    **bounds: object,
) -> None:
    """Let the machine search in records of these."""
    house = type("House", (Gates,), {"lend": staticmethod(Houses(databases).lend), "starts": starts})
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    bounds = {"phases": [Phase.reuse, Phase.generate, Phase.shrink]} | bounds
    run_state_machine_as_test(
        house,
        settings=settings(max_examples=examples, stateful_step_count=steps, suppress_health_check=quiet, **bounds),
    )


def test_whatever_people_do_in_whatever_order_the_ledger_stays_true(sqlite_files: SqliteFiles) -> None:
    search(sqlite_files, examples=8)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_the_ledger_stays_true_through_a_long_search(databases: SqliteFiles | PostgresqlServer) -> None:
    search(databases, examples=settings().max_examples // 50, steps=40)


def passed_on_anything(desk: Desk, last: GateRound | None) -> GateRound:
    """Forget the hash: what was approved counts, whatever the work is now."""
    return last if last is not None else desk.open_round(submitted_by=None, submitted={}, number=1)


def first_voice_is_enough(
    voices: Sequence[Voice], steps: Sequence[Step], roster: Collection[Member], author: str | None = None
) -> Standing:
    """Let one person's approval count at every step."""
    everywhere = [replace(voice, step=step) for voice in voices for step in range(len(steps))]
    return approvals.standing(everywhere, steps, roster, author)


def without_four_eyes(
    voices: Sequence[Voice], steps: Sequence[Step], roster: Collection[Member], author: str | None = None
) -> Standing:
    """Let the author answer as well."""
    return approvals.standing(voices, steps, roster, None)


def deaf_to_refusals(
    voices: Sequence[Voice], steps: Sequence[Step], roster: Collection[Member], author: str | None = None
) -> Standing:
    """Take every answer for a yes."""
    return approvals.standing([replace(voice, verdict=Verdict.APPROVED) for voice in voices], steps, roster, author)


class AnyKey(str):
    """Equals every key of a question."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, _other: object) -> bool:
        return True

    def __ne__(self, _other: object) -> bool:
        return False


VIOLATIONS: dict[str, tuple[str, str, object]] = {
    "the hash binds nothing": ("scripted", "tasks.gate.desk.Desk.current_round", passed_on_anything),
    "one person counts at every step": ("cut", "tasks.gate.desk.standing", first_voice_is_enough),
    "an answer to an old question counts": (
        "scripted",
        "tasks.gate.answers.question_key",
        lambda _desk, _state: AnyKey(),
    ),
    "the author may approve": ("positioned", "tasks.gate.desk.standing", without_four_eyes),
    "a refusal is a yes": ("scripted", "tasks.gate.desk.standing", deaf_to_refusals),
}


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_planted_violation_is_found(
    violation: str, sqlite_files: SqliteFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    start, place, planted = VIOLATIONS[violation]
    monkeypatch.setattr(place, planted)

    with pytest.raises(AssertionError):
        search(
            sqlite_files,
            examples=100,
            starts=[start],
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            report_multiple_bugs=False,
        )
