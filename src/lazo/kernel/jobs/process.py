"""Which process holds a job, and whether it still lives.

A lease alone would make a restarted server wait for it to lapse, and would let a job that holds one long transaction
lose its lease while it works. On the same machine we can simply look whether the process is there.
"""

import ctypes
import hashlib
import os
import platform
import signal
import sys
import threading
import time
from functools import cache
from pathlib import Path

PR_SET_PDEATHSIG = 1


@cache
def place() -> str:
    """Where a process number means something: one start of one machine, and one process namespace in it."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        namespace = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        boot, namespace = platform.node(), ""
    return hashlib.sha256(f"{boot} {namespace}".encode()).hexdigest()[:16]


def identity() -> str:
    """The name of this process, which no other one will have again."""
    return f"{place()}/{os.getpid()}/{_started(os.getpid())}"


def is_known_dead(name: str) -> bool:
    """Whether the process `name` is certainly gone. One of another machine is never known to be."""
    where, _, rest = name.partition("/")
    if where != place():
        return False
    pid, _, started = rest.partition("/")
    return not _exists(int(pid)) or _started(int(pid)) != started


def is_known_alive(name: str) -> bool:
    """Whether the process `name` is certainly there."""
    return name.partition("/")[0] == place() and not is_known_dead(name)


def die_with_parent(parent: int) -> None:
    """Make this process end at once when `parent`, which started it, does."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    threading.Thread(target=_end_when_orphaned, args=(parent,), daemon=True).start()


def _end_when_orphaned(parent: int) -> None:
    # The signal above is Linux's own and is missed when the parent died before it was asked for.
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(75)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _started(pid: int) -> str:
    """Clock ticks from boot to the start of the process; empty where the system does not tell, or it is a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]
