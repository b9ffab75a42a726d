"""The nightly backup and the weekly trial on a real server, from the records to the page."""

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterKey

from agency.records.backups import kept_backups
from config.settings import settings
from flows.back_up import back_up
from flows.prove_backup import prove_backup
from tasks.opening import looking
from tests.vault_of_tea import fill

pytestmark = [pytest.mark.server, pytest.mark.usefixtures("prefect_server")]


@pytest.fixture(autouse=True)
def agency(on_record: str) -> None:
    fill(on_record)


def page() -> str:
    with get_client(sync_client=True) as client:
        wanted = ArtifactFilter(key=ArtifactFilterKey(any_=["backups"]))
        return str(client.read_artifacts(artifact_filter=wanted)[-1].data)


def test_a_night_and_a_trial_after_it_leave_a_proven_archive_and_a_page_that_says_so():
    night = back_up(return_state=True)
    trial = prove_backup(return_state=True)

    assert night.is_completed(), night.message
    assert trial.is_completed(), trial.message
    (archive,) = settings().backups_directory.glob("*.zip")
    assert archive.name in page()
    assert "试恢复" in page()
    with looking() as session:
        (row,) = kept_backups(session)
    assert row.proven_at is not None


def test_a_trial_of_a_spoilt_archive_fails_for_all_to_see():
    back_up(return_state=True)
    (archive,) = settings().backups_directory.glob("*.zip")
    archive.write_bytes(archive.read_bytes()[:-100])

    trial = prove_backup(return_state=True)

    assert trial.is_failed()
    assert archive.name in trial.message
    assert "⚠" in page()


def test_a_trial_before_the_first_backup_says_what_to_do():
    trial = prove_backup(return_state=True)

    assert trial.is_completed()
    assert "back-up" in trial.message
