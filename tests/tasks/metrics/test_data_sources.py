"""The page of data sources says of every account where its figures come from, and what to do where they do not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from agency.domain.provenance import Provenance, lacks
from agency.errors import CapabilityGone
from agency.records.provenance import provenance
from agency.sandbox.remote import Remote
from tasks.metrics.data_sources import page_of
from tasks.metrics.pulling import Wish, pull
from tasks.opening import looking
from tests import paper_agency
from tests.paper_agency import CRANES, HERONS

FANS = "/data/external/user/fans/"


@pytest.fixture
def remote(on_record: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Remote]:
    with paper_agency.at_work(monkeypatch, CRANES) as remote:
        yield remote


def known() -> dict[str, Provenance]:
    with looking() as session:
        return {told.account: told for told in provenance(session, datetime.now(UTC))}


def test_a_pulled_account_is_told_with_its_works_its_moment_and_its_days(remote: Remote):
    pull(CRANES, Wish(since=datetime.now(UTC)))

    crane = known()[CRANES]

    assert (crane.works, crane.trouble, crane.knows_retention) == (2, None, True)
    assert crane.pulled_at is not None
    assert datetime.now(UTC) - crane.pulled_at < timedelta(minutes=5)
    assert crane.last_day is not None


def test_a_look_that_failed_is_told_until_one_goes_well(remote: Remote):
    remote.take_away(FANS)
    with pytest.raises(CapabilityGone):
        pull(CRANES, Wish(since=datetime.now(UTC)))
    assert "28001056" in (known()[CRANES].trouble or "")

    remote.lift_troubles()
    paper_agency.change_grants(details={"client_key": paper_agency.AGENCY.client_key})
    pull(CRANES, Wish(since=datetime.now(UTC)))

    assert known()[CRANES].trouble is None


def test_the_page_puts_what_lacks_something_first_in_chinese_and_links_every_lack_to_what_to_do(remote: Remote):
    pull(CRANES, Wish(since=datetime.now(UTC)))

    moment = datetime.now(UTC)
    page = page_of(list(known().values()), ["授权将在 3 天后到期"], moment)

    lines = [line for line in page.splitlines() if "DY" in line]
    assert [HERONS in lines[0], CRANES in lines[1]] == [True, True]
    assert "authorise-account" in lines[0]
    assert "✓" in lines[1]
    assert "抖音" in lines[1]
    assert "授权将在 3 天后到期" in page
    assert list(lacks(known()[CRANES], moment)) == []
