"""What is freed goes back to the system, and threads share it."""

import subprocess
import sys
import textwrap

import pytest

from ogam import allocation

glibc = pytest.mark.skipif(not hasattr(allocation._c_library(), "mallopt"), reason="this is not glibc")


def run(code: str) -> list[int]:
    """The numbers that a process of its own prints. `held()`: bytes that it holds."""
    held = "lambda: int(open('/proc/self/statm').read().split()[1]) * os.sysconf('SC_PAGE_SIZE')"
    begun = f"import ctypes, os, threading\nfrom ogam import allocation\nheld = {held}\n"
    done = subprocess.run([sys.executable, "-c", begun + textwrap.dedent(code)], capture_output=True, check=True)
    return [int(number) for number in done.stdout.split()]


@glibc
def test_what_is_freed_is_given_back() -> None:
    busy, idle = run("""
        blocks = [ctypes.create_string_buffer(b"x" * 50_000, 50_000) for _ in range(1000)]
        del blocks[:-1]  # the last one lives long, and keeps the arena from shrinking by itself
        print(held())
        allocation.give_back()
        print(held())
    """)
    assert busy - idle > 30_000_000


@glibc
def test_threads_share_one_arena() -> None:
    (apart,) = run("""
        allocation.use_one_arena()
        library = ctypes.CDLL(None)
        library.malloc.restype = ctypes.c_void_p
        blocks = []
        def take():
            blocks.append(library.malloc(5000))
        thread = threading.Thread(target=take)
        thread.start()
        thread.join()
        take()
        print(abs(blocks[0] - blocks[1]))
    """)
    assert apart < 64_000_000, "an arena of its own is a stretch of addresses far away"


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocation, "_c_library", lambda: None)
    allocation.use_one_arena()
    allocation.give_back()
