"""How the C library holds memory in a process that runs for weeks. Only glibc needs it; elsewhere nothing happens.

A model wants tens of megabytes for an utterance and frees them. glibc gives every thread an arena of its own, and each
of them keeps the most that was ever wanted in it; what lives long in between keeps an arena from shrinking.
"""

import ctypes
import sys
from functools import cache
from typing import Any

_M_ARENA_MAX = -8
"""Of mallopt(3)."""


def use_one_arena() -> None:
    """Have all threads share the memory that one of them has freed. For a process of Ogam's own, before it has
    threads: it holds for everything in it."""
    library = _c_library()
    if hasattr(library, "mallopt"):
        library.mallopt(_M_ARENA_MAX, 1)


def give_back() -> None:
    """Give what is freed back to the system; takes milliseconds. For when a process has nothing to do."""
    library = _c_library()
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


@cache
def _c_library() -> Any:
    """None where glibc cannot be."""
    return ctypes.CDLL(None) if sys.platform == "linux" else None
