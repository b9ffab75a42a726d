"""The lists have the platform's habits: length says nothing, the cursor is 64 bits wide, deleted works leave holes."""

from dataclasses import replace

import pytest

from agency.sandbox.description import SandboxAccount
from agency.sandbox.douyin.asked import Asked, Shelf
from agency.sandbox.douyin.envelopes import Payload
from agency.sandbox.douyin.refusals import Refusal
from agency.sandbox.douyin.works import own_works, totals
from tests.sandbox.paper_crane import CRANE, HERON, NOON, agency, work

CRANES, HERONS = agency().accounts


def listed(account: SandboxAccount, *, count: str = "20", cursor: object = 0) -> Payload:
    query = {"open_id": account.open_id, "count": count, "cursor": str(cursor)}
    return own_works(Asked(shelf=Shelf(account), now=NOON, authorised_at=NOON, query=query))


def test_pinned_works_head_every_page_so_that_pages_are_longer_than_asked() -> None:
    first = listed(CRANES)
    second = listed(CRANES, cursor=first["cursor"])

    assert [len(first["list"]), len(second["list"])] == [22, 7]
    assert first["list"][:2] == second["list"][:2]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_a_page_of_deleted_works_is_empty_and_yet_there_is_more() -> None:
    second = listed(HERONS, cursor=listed(HERONS)["cursor"])

    assert second["list"] == []
    assert second["has_more"] is True


def test_a_cursor_does_not_survive_floating_point() -> None:
    cursor = listed(HERONS)["cursor"]

    assert int(float(cursor)) != cursor


@pytest.mark.parametrize("cursor", ["-1", "1.5e9", "7", "next", str(2**63)])
def test_an_invented_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(Refusal):
        listed(CRANES, cursor=cursor)


@pytest.mark.parametrize("count", ["0", "21", ""])
def test_a_count_outside_the_bounds_is_refused(count: str) -> None:
    with pytest.raises(Refusal):
        listed(CRANES, count=count)


def test_totals_leave_out_what_is_foreign_or_deleted_without_a_word() -> None:
    ids = [work(7).item_id, work(7, HERON).item_id, "@nobody=="]
    asked = Asked(shelf=Shelf(CRANES), now=NOON, authorised_at=NOON, body={"item_ids": ids})

    assert [told["item_id"] for told in totals(asked)["list"]] == [work(7).item_id]


def test_video_ids_win_over_item_ids() -> None:
    body = {"item_ids": [work(7).item_id], "video_ids": [work(8).video_id]}
    asked = Asked(shelf=Shelf(CRANES), now=NOON, authorised_at=NOON, body=body)

    assert [told["item_id"] for told in totals(asked)["list"]] == [work(8).item_id]


def test_a_work_of_tomorrow_is_not_there_yet() -> None:
    asked = Asked(
        shelf=Shelf(CRANES), now=work(7).published_at, authorised_at=NOON, body={"item_ids": [work(6).item_id]}
    )

    assert totals(asked)["list"] == []
    assert totals(replace(asked, now=NOON))["list"] != []


def test_the_accounts_are_told_apart() -> None:
    assert {each["item_id"].split("+")[0] for each in listed(HERONS)["list"]} == {f"@{HERON}"}
    assert CRANE != HERON
