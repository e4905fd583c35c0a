"""Runs a command as a process of its own and reads what the operating system charged it with."""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from lazo.bench.memory import MemoryWatch

# A command that leaves rows out says so with this code: it did its work.
ATTENTION = 3


class UnableToMeasure(RuntimeError):
    """The measured command failed; its last words are in the message."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of the process and of the children it waited for, wall seconds, peak memory of all of them together.

    Memory is the largest sum of proportional set sizes seen while they ran, in MiB (see `MemoryWatch`).
    """

    cpu: float
    wall: float
    peak_mib: float


@dataclass(frozen=True)
class Run:
    """A finished command: what it cost and what it wrote to standard output."""

    cost: Cost
    output: str


def measure(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, accepted: Collection[int] = (0,)
) -> Run:
    """Run `command` to its end. Raises UnableToMeasure when its exit code is not one of `accepted`."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 (reason: the command is our own)
            command, stdout=output, stderr=complaints, env={**os.environ, **(environment or {})}
        )
        watch = MemoryWatch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        peak = watch.stop() or usage.ru_maxrss / 1024
        if process.returncode not in accepted:
            raise UnableToMeasure(f"{command[-1]}: {_end(complaints)}{_end(output)}")
        output.seek(0)
        return Run(Cost(usage.ru_utime + usage.ru_stime, wall, peak), output.read().decode(errors="replace"))


def _end(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read()[-2000:].decode(errors="replace")


def lazo_command(*arguments: str) -> list[str]:
    """The command that runs `lazo ARGUMENTS` in a process of its own."""
    return [sys.executable, "-m", "lazo.cli", *arguments]


def case_command(module: str, *arguments: object) -> list[str]:
    """The command that runs one module of `lazo.bench.cases`."""
    return [sys.executable, "-m", f"lazo.bench.cases.{module}", *map(str, arguments)]


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.peak_mib for cost in costs),
    )


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process to stop as Ctrl-C does, and wait."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
