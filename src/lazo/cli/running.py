"""Running a job from the command line: here, with its progress; or following the process that already runs it.

It needs Django, so commands import it after they have opened the workspace.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

import typer

from lazo.cli.console import Exit, ProgressDisplay, remark
from lazo.cli.words import gettext as _
from lazo.kernel.jobs import JobContext, UnableToRunJob, enqueue, run_job

if TYPE_CHECKING:
    from lazo.kernel.models import Job, User


class ConsoleContext(JobContext):
    """For calling a job's function directly with its progress on the terminal."""

    def __init__(self, display: ProgressDisplay) -> None:
        super().__init__()
        self._display = display

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        self._display(done, total, step)


class UnableToFinishJob(Exception):
    """The job failed or was cancelled; `error` is as the job's row keeps it."""

    def __init__(self, kind: str, error: dict[str, Any] | None) -> None:
        self.error = error or {"code": "cancelled", "message": "", "params": {}}
        super().__init__(f"{kind}: {_sentence(self.error)}")


def run_visibly(
    kind: str, *, arguments: dict[str, Any], by: "User | None" = None, key: str | None = None, quiet: bool = False
) -> dict[str, Any]:
    """Ask for a job of `kind` and run it to its end; returns its result. See `finish_visibly`."""
    return finish_visibly(enqueue(kind, by=by, arguments=arguments, key=key), quiet=quiet)


def finish_visibly(job: "Job", *, quiet: bool = False) -> dict[str, Any]:
    """Run a job that was asked for to its end and return its result.

    When an earlier call was killed, the job it left is continued from its checkpoint; when another process is
    running it, its progress is shown until it ends. Raises UnableToFinishJob; Ctrl-C leaves the job in the queue.
    """
    if job.checkpoint and not quiet:
        remark(_("Sigue donde quedó la vez anterior."))
    with ProgressDisplay(quiet=quiet) as display, stop_on_signal() as stop:
        job = _run_or_follow(job, display, stop)
    if job.state == job.State.DONE:
        return job.result or {}
    if job.is_finished:
        raise UnableToFinishJob(job.kind, job.error)
    remark(_("Interrumpido. Nada se perdió: repite la misma orden y seguirá donde quedó."))
    raise typer.Exit(Exit.INTERRUPTED)


def _run_or_follow(job: "Job", display: ProgressDisplay, stop: threading.Event) -> "Job":
    while not job.is_finished and not stop.is_set():
        try:
            job = run_job(job.pk, watch=display, stop=stop)
        except UnableToRunJob:
            display(job.done, job.total or None, job.step or None)
            time.sleep(0.3)
            job.refresh_from_db()
    return job


@contextmanager
def stop_on_signal() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C or SIGTERM sets; a second one ends the process."""
    stop = threading.Event()
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def ask(number: int, _: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _sentence(error: dict[str, Any]) -> str:
    details = ", ".join(f"{name}={value}" for name, value in error.get("params", {}).items() if name != "where")
    head = error.get("message") or error["code"]
    return f"{head} ({details})" if details else str(head)
