"""The queue of jobs: putting in, claiming, and the writes of the attempt that holds a job.

Times are the database's own, so that workers on several machines agree on them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import ExpressionWrapper, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

from lazo.kernel.events import record_event
from lazo.kernel.jobs import process
from lazo.kernel.jobs.registry import job_kind
from lazo.kernel.models import Job, User

LEASE = timedelta(seconds=60)
ATTEMPTS = 5


class UnableToCancelJob(Exception):
    """The job has already ended."""


class LostJob(Exception):
    """Another process holds this job by now; what this one still writes must not count."""


@dataclass(frozen=True)
class Attempt:
    """The right to write into a job's row, which ends when a later attempt begins."""

    job_id: int
    number: int

    def rows(self) -> "QuerySet[Job]":
        return Job.objects.filter(pk=self.job_id, attempt=self.number, state=Job.State.RUNNING)

    def save(self, **values: Any) -> None:
        """Write `values` and renew the lease; LostJob when the right has ended."""
        if not self.rows().update(lease_until=_lease(), **values):
            raise LostJob(self.job_id)

    def adopt(self) -> None:
        """Say that this process holds the job from now on."""
        self.save(worker=process.identity())

    def is_cancel_requested(self) -> bool:
        return self.rows().filter(cancel_requested_at__isnull=False).exists()

    def end(self, state: Job.State, **values: Any) -> None:
        """Finish the job; LostJob when the right has ended."""
        if not self.rows().update(state=state, finished_at=Now(), lease_until=None, **values):
            raise LostJob(self.job_id)

    def give_back(self, *, count: bool) -> bool:
        """Put the job back into the queue, or fail it after its last attempt; `count` says if this one counts.

        Returns whether it is in the queue again.
        """
        if count and self.number >= ATTEMPTS:
            error = {"code": "ProcessDied", "message": "", "params": {"attempts": self.number}}
            self.rows().update(state=Job.State.FAILED, error=error, finished_at=Now(), lease_until=None)
            return False
        attempt = self.number if count else self.number - 1
        return bool(self.rows().update(state=Job.State.QUEUED, attempt=attempt, lease_until=None, worker=""))


def enqueue(kind: str, *, by: User | None, arguments: dict[str, Any], key: str | None = None) -> Job:
    """Put a job into the queue for a worker; `by` None is the system itself.

    At most one unfinished job has a `key`: asking again returns the one that is there. Raises UnableToFindJobKind.
    """
    job_kind(kind)
    with transaction.atomic():
        try:
            with transaction.atomic():
                job = Job.objects.create(kind=kind, arguments=arguments, key=key, created_by=by)
        except IntegrityError:
            return Job.objects.get(key=key, state__in=[Job.State.QUEUED, Job.State.RUNNING])
        if by is not None:
            record_event(kind="job.enqueued", by=by, table="job", row=job.pk, data={"kind": kind})
    return job


@transaction.atomic
def cancel_job(*, job: Job, by: User) -> None:
    """Stop a job: at once when it waits, between two batches when it runs. Raises UnableToCancelJob when it ended."""
    now_cancelled = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
        state=Job.State.CANCELLED, cancel_requested_at=Now(), finished_at=Now()
    )
    if not now_cancelled and not Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(
        cancel_requested_at=Now()
    ):
        raise UnableToCancelJob(job.pk)
    record_event(kind="job.cancelled", by=by, table="job", row=job.pk, data={"kind": job.kind})


def claim(job_id: int | None = None, *, kinds: Collection[str] | None = None) -> Job | None:
    """Take the oldest waiting job (of `kinds`, where some are named), or the one asked for; None when there is none to take.

    Jobs whose process died are put back first. Several workers never take the same job.
    """
    put_back_dead_jobs()
    waiting = Job.objects.filter(state=Job.State.QUEUED).order_by("id")
    if job_id is not None:
        waiting = waiting.filter(pk=job_id)
    if kinds is not None:
        waiting = waiting.filter(kind__in=kinds)
    if not waiting.exists():
        return None  # without opening a write transaction every second on SQLite
    with transaction.atomic():
        job = waiting.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        waiting.filter(pk=job.pk).update(
            state=Job.State.RUNNING,
            attempt=models.F("attempt") + 1,
            worker=process.identity(),
            lease_until=_lease(),
            started_at=models.functions.Coalesce("started_at", Now()),
        )
        return Job.objects.get(pk=job.pk)


def put_back_dead_jobs() -> int:
    """Put the jobs of dead processes back into the queue, and say how many."""
    count = 0
    running = Job.objects.filter(state=Job.State.RUNNING).annotate(
        lapsed=ExpressionWrapper(models.Q(lease_until__lt=Now()), output_field=models.BooleanField())
    )
    for job in running:
        gone = process.is_known_dead(job.worker) or (job.lapsed and not process.is_known_alive(job.worker))
        if gone:
            count += Attempt(job.pk, job.attempt).give_back(count=True)
    return count


def _lease() -> Combinable:
    return ExpressionWrapper(Now() + LEASE, output_field=models.DateTimeField())
