"""A step that is done for many at once gives each caller its own result, and one that fails costs no other."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from tasks.together import Together


class Ferry:
    """Takes whoever waits across the river; the first crossing waits until it is told to begin."""

    def __init__(self) -> None:
        self.begun, self.go = Event(), Event()
        self.crossings: list[list[str]] = []

    def cross(self, travellers: Sequence[str]) -> list[str]:
        self.begun.set()
        assert self.go.wait(10)
        self.crossings.append(list(travellers))
        if "stone" in travellers:
            raise ValueError(f"{len(travellers)} sank")
        return [f"{each} is across" for each in travellers]


def crossed(ferry: Ferry, first: str, *others: str, most: int = 16) -> list[object]:
    """Let one cross alone, and the others call while it is on its way; return what came of each."""
    together = Together(ferry.cross, most=most)
    with ThreadPoolExecutor(len(others) + 1) as banks:
        calls = [banks.submit(together, first)]
        assert ferry.begun.wait(10)
        calls += [banks.submit(together, each) for each in others]
        while len(together._waiting) < len(others):
            Event().wait(0.01)
        ferry.go.set()
        return [call.exception() or call.result() for call in calls]


def test_those_who_come_while_one_is_at_it_are_done_in_one_go_and_each_gets_its_own():
    ferry = Ferry()

    assert crossed(ferry, "lin", "wu", "she") == ["lin is across", "wu is across", "she is across"]

    assert [sorted(crossing) for crossing in ferry.crossings] == [["lin"], ["she", "wu"]]


def test_one_that_sinks_the_crossing_is_left_alone_with_it():
    ferry = Ferry()

    lin, wu, stone, she = crossed(ferry, "lin", "wu", "stone", "she")

    assert (lin, wu, she) == ("lin is across", "wu is across", "she is across")
    assert isinstance(stone, ValueError)
    assert str(stone) == "1 sank"


def test_no_more_are_taken_at_once_than_there_is_room_for():
    ferry = Ferry()

    crossed(ferry, "lin", *(f"traveller {number}" for number in range(5)), most=2)

    assert max(map(len, ferry.crossings)) == 2
    assert sum(map(len, ferry.crossings)) == 6


def test_a_call_alone_raises_what_its_step_raises():
    ferry = Ferry()
    ferry.go.set()

    with pytest.raises(ValueError, match="1 sank"):
        Together(ferry.cross)("stone")
