"""Progress is written seldom, checkpoints always, and with the batch they stand for."""

import pytest
from django.db import transaction

from lazo.kernel.jobs import queue
from lazo.kernel.jobs.context import JobContext, NullContext, RowContext
from lazo.kernel.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def job() -> Job:
    return Job.objects.create(kind="test.count", state="RUNNING", attempt=1, checkpoint={"a": 1})


def progress_of(job: Job) -> tuple[int, int, str]:
    job.refresh_from_db()
    return job.done, job.total, job.step


def test_progress_is_written_at_once_for_a_new_step_and_for_the_end_and_seldom_between(job: Job) -> None:
    context = RowContext(job)
    context.progress(1, 100, "read")
    assert progress_of(job) == (1, 100, "read")
    context.progress(2, 100, "read")
    assert progress_of(job) == (1, 100, "read")
    context.progress(0, 50, "write")
    assert progress_of(job) == (0, 50, "write")
    context.progress(50, 50)
    assert progress_of(job) == (50, 50, "write")


def test_progress_needs_no_total(job: Job) -> None:
    RowContext(job).progress(7)
    assert progress_of(job) == (7, 0, "")


def test_a_checkpoint_is_merged_and_written_at_once(job: Job) -> None:
    context = RowContext(job)
    context.checkpoint(b=2)
    context.checkpoint(a=3)
    job.refresh_from_db()
    assert job.checkpoint == {"a": 3, "b": 2} == context.saved


def test_a_checkpoint_is_undone_with_the_batch_it_stands_for(job: Job) -> None:
    def write_a_batch_that_fails() -> None:
        with transaction.atomic():
            RowContext(job).checkpoint(b=2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_a_batch_that_fails()
    job.refresh_from_db()
    assert job.checkpoint == {"a": 1}


def test_a_checkpoint_renews_the_lease(job: Job) -> None:
    RowContext(job).checkpoint(b=2)
    job.refresh_from_db()
    assert job.lease_until is not None


def test_a_checkpoint_of_an_attempt_that_lost_the_job_is_refused(job: Job) -> None:
    context = RowContext(job)
    Job.objects.update(attempt=2)
    with pytest.raises(queue.LostJob):
        context.checkpoint(b=2)
    with pytest.raises(queue.LostJob):
        context.progress(1)


def test_cancellation_is_looked_for_seldom(job: Job, django_assert_num_queries: object) -> None:
    context = RowContext(job)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture has no public type
        for _ in range(100):
            context.raise_if_cancelled()


@pytest.mark.parametrize("kind", [JobContext, NullContext])
def test_the_contexts_in_memory_keep_the_checkpoint_and_do_nothing_else(kind: type[JobContext]) -> None:
    context = kind(saved={"a": 1})
    context.checkpoint(b=2)
    context.progress(1, 2, "step")
    context.raise_if_cancelled()
    assert (context.job_id, context.saved) == (None, {"a": 1, "b": 2})
