"""Keeps what a process has loaded out of the garbage collector's way: it lives as long as the process does."""

import gc
from functools import cache


@cache
def settle() -> None:
    """Let the collector pass over all that there is now; called once, before the work begins.

    Hundreds of thousands of objects of the libraries would else be looked at again and again: a tenth of a pull.
    """
    gc.freeze()
