"""How much memory a process and everything it started hold at the same time."""

import threading
import time
from pathlib import Path

PROC = Path("/proc")
SECONDS = 0.25
REST = 30
"""A look stops what it looks at, the longer the more it holds: so many times as long nobody looks."""
KIB_PER_MIB = 1024


def tree_mib(root: int) -> float:
    """The sum of the proportional set sizes (PSS) of `root` and its descendants alive now, in MiB.

    A page that several of them share counts once in the sum. 0 where the system has no /proc or the process is gone.
    """
    return sum(_pss_kib(process) for process in tree(root)) / KIB_PER_MIB


def tree(root: int) -> list[int]:
    """`root` and its descendants alive now, by process number."""
    children: dict[int, list[int]] = {}
    for folder in PROC.glob("[0-9]*"):
        children.setdefault(_parent(folder), []).append(int(folder.name))
    found = [root]
    for process in found:
        found.extend(children.get(process, []))
    return found


def _parent(process: Path) -> int:
    try:
        # The name of the command stands in brackets and may hold anything; the parent is the second word after it.
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, IndexError):
        return 0


def _pss_kib(process: int) -> int:
    try:
        text = (PROC / str(process) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


class MemoryWatch:
    """Looks at a process up to four times a second and remembers the most it and its descendants held together."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._peak = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="memory-watch", daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The peak in MiB; 0 when nothing could be seen."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        pause = 0.02
        while not self._over.wait(pause):
            begun = time.perf_counter()
            self._peak = max(self._peak, tree_mib(self._root))
            pause = max(SECONDS if self._peak else 0.02, REST * (time.perf_counter() - begun))
