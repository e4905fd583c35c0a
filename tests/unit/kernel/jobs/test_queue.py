"""Putting in, claiming, losing and giving back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from world import World

from lazo.kernel.jobs import UnableToCancelJob, UnableToFindJobKind, cancel_job, enqueue, process, queue
from lazo.kernel.models import Event, Job

pytestmark = pytest.mark.django_db
KIND = "test.count"
DEAD = f"{process.place()}/999999999/1"


@pytest.fixture(autouse=True)
def _registered() -> None:
    import counting_jobs  # noqa: F401 - importing registers


def test_enqueue_makes_a_waiting_row_and_one_event(world: World) -> None:
    job = enqueue(KIND, by=world.ana, arguments={"total": 3})
    assert (job.kind, job.state, job.arguments, job.attempt, job.created_by) == (
        KIND,
        "QUEUED",
        {"total": 3},
        0,
        world.ana,
    )
    assert list(Event.objects.values_list("kind", "by", "row", "data")) == [
        ("job.enqueued", world.ana.pk, job.pk, {"kind": KIND})
    ]


def test_enqueue_with_the_key_of_an_unfinished_job_returns_that_one() -> None:
    first = enqueue(KIND, by=None, arguments={"total": 3}, key="k")
    assert enqueue(KIND, by=None, arguments={"total": 9}, key="k") == first
    assert Job.objects.count() == 1


def test_enqueue_with_the_key_of_a_finished_job_makes_a_new_one() -> None:
    first = enqueue(KIND, by=None, arguments={"total": 3}, key="k")
    Job.objects.update(state=Job.State.DONE)
    assert enqueue(KIND, by=None, arguments={"total": 9}, key="k") != first


def test_enqueue_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnableToFindJobKind, match=r"^no\.such$"):
        enqueue("no.such", by=None, arguments={})


def test_claim_takes_the_oldest_and_begins_an_attempt() -> None:
    first, second = (enqueue(KIND, by=None, arguments={"total": n}) for n in (1, 2))
    claimed = [queue.claim(), queue.claim(), queue.claim()]
    assert claimed == [first, second, None]
    first.refresh_from_db()
    assert (first.state, first.attempt, first.worker) == ("RUNNING", 1, process.identity())
    assert first.lease_until - first.started_at == queue.LEASE


def test_claim_of_one_job_leaves_the_others() -> None:
    _, second = (enqueue(KIND, by=None, arguments={"total": n}) for n in (1, 2))
    assert queue.claim(second.pk) == second
    assert queue.claim(second.pk) is None


@pytest.mark.parametrize(
    ("worker", "lease", "put_back"),
    [
        (DEAD, timedelta(hours=1), True),
        (process.identity(), timedelta(hours=-1), False),
        ("elsewhere/1/1", timedelta(hours=-1), True),
        ("elsewhere/1/1", timedelta(hours=1), False),
        ("", timedelta(hours=-1), True),
    ],
    ids=["dead here", "alive here", "elsewhere, lease over", "elsewhere, lease holds", "nobody"],
)
def test_a_running_job_is_put_back_when_its_process_is_gone(worker: str, lease: timedelta, put_back: bool) -> None:
    job = Job.objects.create(kind=KIND, state="RUNNING", attempt=1, worker=worker, lease_until=timezone.now() + lease)
    assert queue.put_back_dead_jobs() == put_back
    job.refresh_from_db()
    assert job.state == ("QUEUED" if put_back else "RUNNING")


def test_a_job_whose_process_died_five_times_fails() -> None:
    job = Job.objects.create(kind=KIND, state="RUNNING", attempt=5, worker=DEAD)
    assert queue.put_back_dead_jobs() == 0
    job.refresh_from_db()
    assert (job.state, job.error) == ("FAILED", {"code": "ProcessDied", "message": "", "params": {"attempts": 5}})


def test_an_earlier_attempt_can_write_nothing_after_a_later_one_began() -> None:
    job = Job.objects.create(kind=KIND, state="RUNNING", attempt=2, done=7)
    stale = queue.Attempt(job.pk, 1)
    with pytest.raises(queue.LostJob):
        stale.save(done=99)
    with pytest.raises(queue.LostJob):
        stale.end(Job.State.DONE, result={})
    assert stale.give_back(count=True) is False
    job.refresh_from_db()
    assert (job.state, job.done) == ("RUNNING", 7)


def test_giving_back_without_counting_leaves_the_number_of_attempts() -> None:
    job = Job.objects.create(kind=KIND, state="RUNNING", attempt=3)
    assert queue.Attempt(job.pk, 3).give_back(count=False)
    assert queue.claim() == job
    job.refresh_from_db()
    assert job.attempt == 3


def test_cancelling_a_waiting_job_ends_it(world: World) -> None:
    job = enqueue(KIND, by=None, arguments={"total": 3})
    cancel_job(job=job, by=world.ana)
    job.refresh_from_db()
    assert job.state == "CANCELLED"
    assert job.finished_at is not None
    assert list(Event.objects.values_list("kind", "row")) == [("job.cancelled", job.pk)]


def test_cancelling_a_running_job_asks_it_to_stop(world: World) -> None:
    job = Job.objects.create(kind=KIND, state="RUNNING", attempt=1)
    cancel_job(job=job, by=world.ana)
    job.refresh_from_db()
    assert job.state == "RUNNING"
    assert queue.Attempt(job.pk, 1).is_cancel_requested()


def test_cancelling_a_finished_job_is_refused(world: World) -> None:
    job = Job.objects.create(kind=KIND, state="DONE")
    with pytest.raises(UnableToCancelJob):
        cancel_job(job=job, by=world.ana)
    assert Event.objects.count() == 0
