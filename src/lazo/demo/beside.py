"""Another process that works for the build of the demo, so that two cores of a machine do: `python -m lazo.demo.beside`.

Each line on standard input is a task as JSON, its name and its arguments; a line on standard output is what came of it, null where it failed,
after an empty one for each step that others wait for (`STEPS`).
Who asks can do every task too: without another process, or where it died, nothing is lost but time.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from typing import IO, Any, cast

STEPS = {"propose": ("read",)}
logger = logging.getLogger(__name__)
Result = dict[str, Any]


class Beside:
    """The other process: asked one task after the other, it answers in the same order."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._asked: list[tuple[str, Result]] = []

    def ask(self, task: str, **arguments: Any) -> None:
        """Begin a task; see `answer`."""
        with suppress(OSError):
            cast("IO[str]", self._process.stdin).write(json.dumps([task, arguments]) + "\n")
            cast("IO[str]", self._process.stdin).flush()
        self._asked += [(step, arguments) for step in (*STEPS.get(task, ()), task)]

    def answer(self, task: str, **arguments: Any) -> Result | None:
        """Wait until no such task is being done; what came of the last one, None when it failed or was asked with other arguments."""
        found = None
        while any(one == task for one, _arguments in self._asked):
            asked = self._asked.pop(0)
            line = cast("IO[str]", self._process.stdout).readline()
            found = json.loads(line) if line and asked == (task, arguments) else None
        return found


_working: list[Beside] = []


def beside() -> Beside | None:
    """The process that works beside this one, if there is one."""
    return _working[-1] if _working else None


@contextmanager
def working_beside(*, is_wanted: bool = True) -> Iterator[Beside | None]:
    """Start another process where a second core would have nothing to do; it ends with this one."""
    if not is_wanted or cores() < 2:
        yield None
        return
    command = [sys.executable, "-m", "lazo.demo.beside"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
    try:
        _working.append(Beside(process))
        yield _working[-1]
    finally:
        _working.pop()
        with suppress(OSError):
            process.communicate()


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def main(requests: IO[str], answers: IO[str]) -> None:
    """Do tasks until nobody asks any more."""
    from lazo.demo.tasks import TASKS

    def tell(result: Result | None) -> None:
        answers.write(json.dumps(result) + "\n")
        answers.flush()

    for line in requests:
        task, arguments = json.loads(line)
        steps = list(STEPS.get(task, ()))

        def step(waiting: list[str] = steps) -> None:
            if waiting:
                tell({"step": waiting.pop(0)})

        if steps:
            arguments["tell"] = step
        with redirect_stdout(sys.stderr):
            result = _done(TASKS[task], arguments)
        for _step in steps:
            tell(None)
        tell(result)


def _done(function: Callable[..., Result], arguments: Result) -> Result | None:
    try:
        return function(**arguments)
    except Exception:
        logger.exception("beside: %s", function.__name__)
        return None


if __name__ == "__main__":
    gc.set_threshold(20_000, 20, 20)  # as in `cli.main`
    main(sys.stdin, sys.stdout)
