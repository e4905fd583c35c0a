"""Running one job in this process: from its checkpoint to its result, its failure or its place back in the queue."""

import logging
import threading
import traceback
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import translation

from lazo.kernel.jobs import queue
from lazo.kernel.jobs.context import JobCancelled, JobInterrupted, RowContext, Watcher
from lazo.kernel.jobs.registry import job_kind
from lazo.kernel.models import Job

logger = logging.getLogger(__name__)

BEAT_SECONDS = 15.0


class UnableToRunJob(Exception):
    """The job has ended, or another process is running it."""


class Heartbeat:
    """Renews the lease from a thread of its own while the job works."""

    def __init__(self, attempt: queue.Attempt, *, seconds: float = BEAT_SECONDS) -> None:
        self._attempt = attempt
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="job-heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._ended.wait(self._seconds):
                try:
                    self._attempt.save()
                except OperationalError:
                    # SQLite is busy with a long write: very likely this job's own. The next beat will tell.
                    logger.info("job %s: heartbeat put off", self._attempt.job_id)
                except queue.LostJob:
                    return
        finally:
            connection.close()


def run_job(job_id: int, *, watch: Watcher | None = None, stop: threading.Event | None = None) -> Job:
    """Run the job here, from its checkpoint, and return its row as it ended.

    `watch` is told of every progress. The job's own failure is in the row, not raised. Raises UnableToRunJob when it
    has ended or another live process runs it.
    """
    job = queue.claim(job_id)
    if job is None:
        raise UnableToRunJob(job_id)
    execute(job, watch=watch, stop=stop)
    return Job.objects.get(pk=job_id)


def execute(job: Job, *, watch: Watcher | None = None, stop: threading.Event | None = None) -> None:
    """Run a job that this process has claimed, and write how it ended."""
    attempt = queue.Attempt(job.pk, job.attempt)
    try:
        _execute(job, attempt, watch=watch, stop=stop)
    except queue.LostJob:
        logger.warning("job %s: another process continued it", job.pk)


def _execute(job: Job, attempt: queue.Attempt, *, watch: Watcher | None, stop: threading.Event | None) -> None:
    try:
        # What a job writes is in one language, whoever's terminal it runs in.
        with Heartbeat(attempt), translation.override(settings.LANGUAGE_CODE):
            context = RowContext(job, stop=stop, watch=watch)
            context.raise_if_cancelled()
            result = job_kind(job.kind).function(context, **job.arguments)
        attempt.end(Job.State.DONE, result=result)
    except JobCancelled:
        attempt.end(Job.State.CANCELLED)
    except (JobInterrupted, KeyboardInterrupt):
        attempt.give_back(count=False)
    except queue.LostJob:
        raise
    except (OperationalError, InterfaceError) as error:
        _after_database_trouble(attempt, job, error)
    except Exception as error:  # noqa: BLE001 - whatever a job raises must end in its row
        _fail(attempt, job, error)


def _after_database_trouble(attempt: queue.Attempt, job: Job, error: Exception) -> None:
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    if job.attempt >= queue.ATTEMPTS:
        _fail(attempt, job, error)
    else:
        logger.warning("job %s: %s, to be tried again", job.pk, type(error).__name__)
        attempt.give_back(count=True)


def _fail(attempt: queue.Attempt, job: Job, error: Exception) -> None:
    described = describe_failure(error)
    if "where" in described["params"]:
        logger.error("job %s %s: %s at %s", job.pk, job.kind, described["code"], described["params"]["where"])
    attempt.end(Job.State.FAILED, error=described)


def describe_failure(error: Exception) -> dict[str, Any]:
    """The failure as JSON: code, message, params.

    An anticipated one (`UnableTo...`) speaks for itself. Of any other only the class and the last places in our code
    are kept, because its message may quote a customer's data.
    """
    code = type(error).__name__
    if any(kind.__name__.startswith("UnableTo") for kind in type(error).__mro__):
        return {
            "code": getattr(error, "code", code),
            "message": str(error),
            "params": dict(getattr(error, "params", {})),
        }
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames[:-1] if "/lazo/" in frame.filename][-4:]
    where = [f"{frame.filename.rpartition('/lazo/')[2]}:{frame.lineno} {frame.name}" for frame in [*ours, frames[-1]]]
    return {"code": code, "message": "", "params": {"where": where}}
