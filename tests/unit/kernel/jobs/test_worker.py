"""The worker's loop in this process; its subprocesses are killed in tests/faults."""

import sys
import threading

import counting_jobs  # noqa: F401 - importing registers the jobs
import pytest
from django.db import OperationalError
from world import World

from lazo.kernel.jobs import cancel_job, enqueue, queue, schedule, work, worker
from lazo.kernel.models import Event, Job

pytestmark = pytest.mark.django_db


def test_it_runs_everything_in_order_and_counts() -> None:
    for total in (1, 2):
        enqueue("test.count", by=None, arguments={"total": total})
    assert work(once=True) == 2
    assert list(Job.objects.order_by("finished_at").values_list("arguments__total", "state")) == [
        (1, "DONE"),
        (2, "DONE"),
    ]


def test_a_kind_nobody_registered_fails_without_stopping_the_worker() -> None:
    gone = Job.objects.create(kind="test.gone")
    after = enqueue("test.count", by=None, arguments={"total": 1})
    assert work(once=True) == 2
    gone.refresh_from_db()
    after.refresh_from_db()
    assert (gone.state, after.state) == ("FAILED", "DONE")


def test_it_waits_for_jobs_until_it_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_chores", {})  # nothing is due: the chores of other packages have tests of their own
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    assert work(stop=stop, poll_seconds=0.01) == 0


def test_a_database_that_is_away_does_not_end_the_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(**_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(queue, "claim", away)
    assert work(once=True) == 0
    assert "OperationalError while looking for a job" in caplog.text


def test_a_heavy_job_is_started_by_its_number_and_attempt() -> None:
    job = Job(pk=7, attempt=2)
    assert worker.job_command(job) == [sys.executable, "-m", "lazo.cli", "job", "7", "--attempt", "2"]


def test_a_heavy_job_that_does_not_stop_when_cancelled_is_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "CANCEL_SECONDS", 0.0)
    job = enqueue("test.count_apart", by=None, arguments={"total": 1})

    def deaf(_: Job) -> list[str]:
        cancel_job(job=job, by=world.ana)
        return [sys.executable, "-c", "import time; time.sleep(60)"]

    assert work(once=True, command=deaf) == 1
    job.refresh_from_db()
    assert job.state == "CANCELLED"
    assert Event.objects.filter(kind="job.cancelled").count() == 1


def test_a_process_deaf_to_the_request_to_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "STOP_SECONDS", 1.0)
    stop = threading.Event()
    job = enqueue("test.count_apart", by=None, arguments={"total": 1})
    ignore = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    threading.Timer(1.0, stop.set).start()
    work(stop=stop, command=lambda _: [sys.executable, "-c", ignore])
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("QUEUED", 1)


def test_what_does_not_wait_for_a_heavy_job_is_done_meanwhile() -> None:
    stop = threading.Event()
    heavy = enqueue("test.count_apart", by=None, arguments={"total": 1})
    beside = enqueue("interact.send", by=None, arguments={})
    threading.Timer(1.5, stop.set).start()
    work(stop=stop, command=lambda _: [sys.executable, "-c", "import time; time.sleep(60)"])
    for job in (heavy, beside):
        job.refresh_from_db()
    assert (heavy.state, beside.state) == ("QUEUED", "DONE")
