"""Ids that are made many at a time are ULIDs like the others: of this moment, each its own, sorting by time."""

from datetime import UTC, datetime, timedelta

import time_machine
from ulid import ULID

from agency.records.tables.base import ID_LENGTH, id_behind, ids_behind, new_id, new_ids


def test_every_id_is_a_ulid_of_this_moment():
    for each in new_ids(50):
        told = ULID.from_str(each)
        assert (len(each), str(told)) == (ID_LENGTH, each)
        assert abs(datetime.now(UTC) - told.datetime) < timedelta(minutes=1)


def test_no_two_are_the_same():
    assert len({*new_ids(5_000), *new_ids(5_000)}) == 10_000


def test_those_of_a_later_moment_sort_behind_those_of_an_earlier_one_whichever_way_they_were_made():
    early = [new_id(), *new_ids(3)]
    while ULID().milliseconds == ULID.from_str(max(early)).milliseconds:
        pass

    assert max(early) < min([new_id(), *new_ids(3)])


def test_for_no_rows_there_are_none():
    assert new_ids(0) == []


def test_an_id_sorts_behind_the_last_one_whatever_the_clock_says() -> None:
    with time_machine.travel("2026-11-23 10:00"):
        last = new_id()
    with time_machine.travel("2026-11-23 09:00"):
        behind = id_behind(last)

        assert behind > last
        assert id_behind(behind) > behind
        assert id_behind(None) < last


def test_ids_that_are_made_together_sort_behind_the_last_one_whatever_the_clock_says() -> None:
    with time_machine.travel("2026-11-23 10:00"):
        last = new_id()
    with time_machine.travel("2026-11-23 09:00"):
        behind = ids_behind(last, 3)

    assert [last, *behind] == sorted({last, *behind})
    assert ids_behind(last, 0) == []
