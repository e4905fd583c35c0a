"""Proportional memory of a tree of processes."""

import os
import subprocess
import sys

from lazo.bench.memory import MemoryWatch, tree_mib

IMPOSSIBLE = 2**22 + 1  # above the largest process number of the system


def test_tree_of_this_process_holds_memory() -> None:
    assert tree_mib(os.getpid()) > 5


def test_tree_of_a_process_that_is_gone_holds_nothing() -> None:
    assert tree_mib(IMPOSSIBLE) == 0


def test_watch_of_a_process_that_is_gone_sees_nothing() -> None:
    assert MemoryWatch(IMPOSSIBLE).stop() == 0


def test_tree_counts_children() -> None:
    hold = "import sys; block = bytearray(50_000_000); print('ready', flush=True); sys.stdin.read()"
    before = tree_mib(os.getpid())
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        grown = tree_mib(os.getpid()) - before

    assert 45 <= grown <= 90
