"""Prefect itself is told how long it keeps what is over, in words that it understands."""

from datetime import timedelta

import pytest
from prefect.settings.models.server.services import ServerServicesDBVacuumSettings

from config.settings import settings
from shortvideo.house.environment import for_its_server
from shortvideo.house.keeping import for_its_memory


def test_prefect_reads_the_days_of_the_policy_out_of_what_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in for_its_memory(settings()).items():
        monkeypatch.setenv(name, value)

    read = ServerServicesDBVacuumSettings()

    assert read.enabled_vacuum_types == {"events", "flow_runs", "orphans"}
    assert read.retention_period == timedelta(days=settings().policy.runs_days)


def test_the_server_is_told_so() -> None:
    assert for_its_memory(settings()).items() <= for_its_server(settings()).items()
