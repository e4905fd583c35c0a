"""The worker: takes jobs from the queue one after another until it is told to stop."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from lazo.kernel.jobs import queue
from lazo.kernel.jobs.process import die_with_parent
from lazo.kernel.jobs.registry import UnableToFindJobKind, beside_kinds, job_kind
from lazo.kernel.jobs.run import execute
from lazo.kernel.jobs.schedule import Timetable
from lazo.kernel.models import Job

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
STOP_SECONDS = 15.0
CANCEL_SECONDS = 30.0
BESIDE = "(beside)"
"""Not the name of a job: when those that are done beside others are looked for next."""

Command = Callable[[Job], list[str]]


def job_command(job: Job) -> list[str]:
    """How a heavy job is started in a process of its own."""
    return [sys.executable, "-m", "lazo.cli", "job", str(job.pk), "--attempt", str(job.attempt)]


def work(
    *,
    once: bool = False,
    stop: threading.Event | None = None,
    poll_seconds: float = POLL_SECONDS,
    command: Command = job_command,
) -> int:
    """Run jobs until `stop` is set, or with `once` until the queue is empty; returns how many were run.

    Light jobs run here, heavy ones in a subprocess that dies with this process. Between jobs it looks for chores.
    """
    stop = stop or threading.Event()
    count, timetable = 0, Timetable()
    while not stop.is_set():
        job = _claim()
        if job is not None:
            _run(job, stop=stop, command=command, timetable=timetable)
            count += 1
        elif once:
            break
        elif not _look_for_chores(timetable):
            stop.wait(poll_seconds)
    return count


def _claim(kinds: Collection[str] | None = None) -> Job | None:
    if not connection.in_atomic_block:
        close_old_connections()
    try:
        return queue.claim(kinds=kinds)
    except (OperationalError, InterfaceError) as error:
        # The database is busy or being restarted; the worker outlives it.
        logger.warning("worker: %s while looking for a job", type(error).__name__)
        return None


def _look_for_chores(timetable: Timetable, kinds: Collection[str] | None = None) -> int:
    try:
        return timetable.enqueue_due(kinds=kinds)
    except (OperationalError, InterfaceError) as error:
        logger.warning("worker: %s while looking for chores", type(error).__name__)
        return 0


def run_claimed_job(job_id: int, attempt: int, *, stop: threading.Event | None = None) -> None:
    """What the subprocess of a heavy job does: take over the attempt its worker began, and die with that worker."""
    die_with_parent(os.getppid())
    held = queue.Attempt(job_id, attempt)
    held.adopt()
    execute(held.rows().get(), stop=stop)


def _run(job: Job, *, stop: threading.Event, command: Command, timetable: Timetable) -> None:
    try:
        heavy = job_kind(job.kind).heavy
    except UnableToFindJobKind:
        heavy = False  # execute() writes the failure into the row
    if heavy:
        _run_in_subprocess(job, stop=stop, command=command, timetable=timetable)
    else:
        execute(job, stop=stop)


def _run_in_subprocess(job: Job, *, stop: threading.Event, command: Command, timetable: Timetable) -> None:
    attempt = queue.Attempt(job.pk, job.attempt)
    child = subprocess.Popen(command(job), start_new_session=True)  # noqa: S603 - our own interpreter and numbers
    try:
        _wait(child, attempt, stop, timetable)
    finally:
        _end(child)
    if attempt.rows().exists():
        # The process ended without a word: killed, out of memory, or it could not start.
        again = attempt.give_back(count=True)
        logger.warning("job %s: its process died (%s), again: %s", job.pk, child.returncode, again)


def _wait(
    child: "subprocess.Popen[bytes]", attempt: queue.Attempt, stop: threading.Event, timetable: Timetable
) -> None:
    cancel_seen: float | None = None
    while child.poll() is None:
        if stop.wait(0.2):
            _end(child)
            return
        _do_beside(timetable, stop)
        if cancel_seen is None and attempt.is_cancel_requested():
            cancel_seen = time.monotonic()
        if cancel_seen is not None and time.monotonic() - cancel_seen > CANCEL_SECONDS:
            _end(child)
            attempt.end(Job.State.CANCELLED)
            return


def _do_beside(timetable: Timetable, stop: threading.Event) -> None:
    """One of the jobs that do not wait for a heavy one: a message of service must not wait for an import of an hour."""
    kinds = beside_kinds()
    if kinds and (_look_for_chores(timetable, kinds) or time.monotonic() >= timetable.due_at.get(BESIDE, 0.0)):
        timetable.due_at[BESIDE] = time.monotonic() + POLL_SECONDS
        job = _claim(kinds)
        if job is not None:
            execute(job, stop=stop)


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is not None:
        return
    child.send_signal(signal.SIGTERM)
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
