"""Runs a command as a process of its own and reads what the operating system charged it with."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class UnableToMeasure(RuntimeError):
    """The measured command failed; its last words are in the message."""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of the process and of the children it waited for, wall seconds, peak memory of the largest process."""

    cpu: float
    wall: float
    peak_mib: float


def measure(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Cost:
    """Run `command` to its end and return its cost."""
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 (reason: the command is our own)
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}, text=True
    ) as process:
        output = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise UnableToMeasure(output[-2000:])
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - started, usage.ru_maxrss / 1024)


def python_case(module: str, *arguments: str) -> list[str]:
    """The command that runs one case of `lazo.bench.cases`."""
    return [sys.executable, "-m", f"lazo.bench.cases.{module}", *arguments]


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself."""
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.peak_mib for cost in costs),
    )
