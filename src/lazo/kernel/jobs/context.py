"""What a job's function is given: its checkpoint, a place to say how far it is, and the news that it should stop."""

import threading
import time
from collections.abc import Callable
from typing import Any

from lazo.kernel.jobs import queue
from lazo.kernel.models import Job

Watcher = Callable[[int, int | None, str | None], None]

PROGRESS_SECONDS = 0.5


class JobCancelled(Exception):
    """A person asked this job to stop; it ends as cancelled."""


class JobInterrupted(Exception):
    """The process is being stopped; the job goes back to the queue and continues from its checkpoint."""


class JobContext:
    """The contract between a job's function and whatever runs it. This base keeps everything in memory."""

    def __init__(self, *, job_id: int | None = None, saved: dict[str, Any] | None = None) -> None:
        self.job_id = job_id
        self.saved: dict[str, Any] = dict(saved or {})

    def checkpoint(self, **values: Any) -> None:
        """Remember `values` for the next attempt, merged over those remembered before.

        Called inside the transaction that writes a batch, batch and checkpoint become true together: this is what makes
        a killed job do nothing twice. Called outside one, it is written at once.
        """
        self.saved.update(values)

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        """Say that `done` of `total` units of `step` are finished; cheap enough to call for every batch."""

    def raise_if_cancelled(self) -> None:
        """Leave by JobCancelled or JobInterrupted when somebody wants that; call it between batches."""


class NullContext(JobContext):
    """For calling a job's function directly: nothing is stored, nobody watches, nothing stops it."""


class RowContext(JobContext):
    """Stores checkpoint and progress in the job's row, as long as this attempt is the one that holds it."""

    def __init__(self, job: Job, *, stop: threading.Event | None = None, watch: Watcher | None = None) -> None:
        super().__init__(job_id=job.pk, saved=job.checkpoint)
        self._attempt = queue.Attempt(job.pk, job.attempt)
        self._stop = stop or threading.Event()
        self._watch = watch
        self._step: str | None = None
        self._next_write = 0.0
        self._next_look = 0.0

    def checkpoint(self, **values: Any) -> None:
        super().checkpoint(**values)
        self._attempt.save(checkpoint=self.saved)

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        if self._watch:
            self._watch(done, total, step)
        now = time.monotonic()
        finished = total is not None and done >= total
        if now < self._next_write and not finished and step in {None, self._step}:
            return
        self._next_write = now + PROGRESS_SECONDS
        self._step = step or self._step
        values: dict[str, Any] = {"done": done}
        if total is not None:
            values["total"] = total
        if step is not None:
            values["step"] = step[:120]
        self._attempt.save(**values)

    def raise_if_cancelled(self) -> None:
        if self._stop.is_set():
            raise JobInterrupted
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + PROGRESS_SECONDS
        if self._attempt.is_cancel_requested():
            raise JobCancelled
