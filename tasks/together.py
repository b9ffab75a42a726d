"""Lets units of work that come at the same time be done as one: whoever has its turn does all that wait."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST = 16


class Together(Generic[T, R]):
    """A step that is done for many at once, called with one.

    Of the threads that call while another one is at it, the next does the step for all of them. When a step for several
    fails it is done for each alone, so that one costs no other.
    """

    def __init__(self, step: Callable[[Sequence[T]], Sequence[R]], *, most: int = MOST) -> None:
        self._step = step
        self._most = most
        self._waiting: list[tuple[T, Future[R]]] = []
        self._door = Lock()
        self._turn = Lock()

    def __call__(self, one: T) -> R:
        """Return what the step gives for this one, or raise what it raises."""
        mine: Future[R] = Future()
        with self._door:
            self._waiting.append((one, mine))
        with self._turn:
            while not mine.done():
                self._do(self._next())
        return mine.result()

    def _next(self) -> Sequence[tuple[T, "Future[R]"]]:
        with self._door:
            taken, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        return taken

    def _do(self, taken: Sequence[tuple[T, "Future[R]"]]) -> None:
        try:
            given = self._step([one for one, _future in taken])
        except Exception as error:  # noqa: BLE001 - handed to the one whose call it was
            if len(taken) == 1:
                taken[0][1].set_exception(error)
                return
            for each in taken:
                self._do([each])
            return
        for (_one, future), result in zip(taken, given, strict=True):
            future.set_result(result)
