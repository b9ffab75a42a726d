from dataclasses import replace
from datetime import UTC, datetime, timedelta

from agency.domain.engagement import Attestation, attestation_findings
from tests.domain.findings import broken

OPENED = datetime(2026, 12, 7, 2, tzinfo=UTC)
WATCHED = Attestation(opened_at=OPENED, acted_at=OPENED + timedelta(seconds=20), has_watched=True)


def test_who_took_as_long_as_the_work_lasts_may_have_watched_it() -> None:
    assert attestation_findings(WATCHED, 20_000) == ()


def test_who_acted_a_millisecond_before_the_end_has_not() -> None:
    assert broken(attestation_findings(WATCHED, 20_001)) == ["C3-not-watched"]


def test_who_never_opened_the_work_has_not_watched_it() -> None:
    assert broken(attestation_findings(replace(WATCHED, opened_at=None), 20_000)) == ["C3-not-opened"]


def test_it_takes_the_persons_word() -> None:
    assert broken(attestation_findings(replace(WATCHED, has_watched=False), 20_000)) == ["C3-not-attested"]
