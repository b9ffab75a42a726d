"""Keeps what a process has loaded out of the garbage collector's way: it lives as long as the process does."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@cache
def settle() -> None:
    """Let the collector pass over all that there is now; called once, before the work begins.

    Hundreds of thousands of objects of the libraries would else be looked at again and again: a tenth of a pull.
    """
    gc.freeze()


@contextmanager
def collecting_later() -> Iterator[None]:
    """Let the collector wait while very many objects are made that all stay: it would look at each of them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
