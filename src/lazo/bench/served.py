"""A running `lazo serve` on a workspace, and what it and its processes have cost so far."""

import os
import secrets
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lazo.bench.database import environment_of
from lazo.bench.measure import end, lazo_command

SECONDS_UP, SECONDS_QUIET = 60, 600
QUIET_LOOK, QUIET_CPU = 3.0, 0.15
"""Quiet is who used less CPU than this, in seconds, between two looks."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Served:
    """Where it listens, and the number of its process."""

    port: int
    pid: int


@contextmanager
def serving(workspace: Path) -> Iterator[Served]:
    """Serve until the block ends; it begins when the first jobs of the worker are done, so that what is measured is what is asked."""
    port = 20_000 + secrets.randbelow(20_000)
    environment = {**os.environ, **environment_of(workspace)}
    command = lazo_command("serve", "--port", str(port))
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603 (reason: the command is our own)
    try:
        _wait_until_up(port)
        _wait_until_quiet(server.pid)
        yield Served(port, server.pid)
    finally:
        end(server)


def cpu_of(root: int) -> float:
    """CPU seconds so far of a process and all below it, of those that still live."""
    found, total = {root}, 0.0
    parents = {int(path.name): _stat(path) for path in Path("/proc").iterdir() if path.name.isdecimal()}
    for _ in range(4):
        found |= {pid for pid, stat in parents.items() if stat and int(stat[1]) in found}
    for pid in found:
        stat = parents.get(pid)
        if stat:
            total += (int(stat[11]) + int(stat[12])) / TICKS
    return total


def _wait_until_up(port: int) -> None:
    ends = time.monotonic() + SECONDS_UP
    while time.monotonic() < ends:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/openapi.json", timeout=SECONDS_UP).read()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return


def _wait_until_quiet(pid: int) -> None:
    """A worker looks for due jobs some seconds after it starts: twice quiet is quiet."""
    ends, quiet, before = time.monotonic() + SECONDS_QUIET, 0, cpu_of(pid)
    while quiet < 4 and time.monotonic() < ends:
        time.sleep(QUIET_LOOK)
        now = cpu_of(pid)
        quiet = quiet + 1 if now - before < QUIET_CPU else 0
        before = now


def _stat(path: Path) -> list[str]:
    """The fields of a process behind its name; empty when it is gone."""
    try:
        return (path / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []
