"""Everything long is a job: resumable, idempotent, with progress that the command line and the page show.

A job is a row. Killed at any instant and started again, it loses nothing and does nothing twice: its function writes a
batch and its checkpoint in one transaction, and a new attempt begins at the last checkpoint. Each package registers its
jobs in `<package>/jobs.py` with `@job`; a page enqueues them and a worker runs them, the heavy ones in a process of
their own so that what serves stays small.
"""

from lazo.kernel.jobs.context import JobCancelled, JobContext, JobInterrupted, NullContext
from lazo.kernel.jobs.queue import UnableToCancelJob, cancel_job, enqueue
from lazo.kernel.jobs.registry import UnableToFindJobKind, job, job_kind, job_kinds
from lazo.kernel.jobs.run import UnableToRunJob, run_job
from lazo.kernel.jobs.worker import work

__all__ = [
    "JobCancelled",
    "JobContext",
    "JobInterrupted",
    "NullContext",
    "UnableToCancelJob",
    "UnableToFindJobKind",
    "UnableToRunJob",
    "cancel_job",
    "enqueue",
    "job",
    "job_kind",
    "job_kinds",
    "run_job",
    "work",
]
