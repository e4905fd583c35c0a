"""Jobs whose processes are killed: nothing is lost and nothing is done twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress

import counting_jobs  # noqa: F401 - importing registers the jobs
import pytest

from lazo.kernel.jobs import enqueue, process
from lazo.kernel.models import Event, Job

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.unmeasured]
TOTAL = 300
PAUSE = 0.005


def start_worker(environment: dict[str, str], mode: str = "once") -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "job_process", mode], env=environment)


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def wait_until_counted(number: int) -> None:
    wait_until(lambda: len(counted()) >= number)


def counted() -> list[int]:
    return list(Event.objects.filter(kind="test.counted").order_by("row").values_list("row", flat=True))


@pytest.mark.parametrize("kind", ["test.count", "test.count_apart"])
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.nightly)])
def test_a_job_killed_three_times_is_complete_and_exactly_once(
    kind: str, seed: int, subprocess_environment: dict[str, str]
) -> None:
    moments = random.Random(seed)
    job = enqueue(kind, by=None, arguments={"total": TOTAL, "pause": PAUSE})
    for _ in range(3):
        worker = start_worker(subprocess_environment)
        wait_until_counted(len(counted()) + 1)
        time.sleep(moments.uniform(0, 0.3))
        worker.kill()
        worker.wait()
    start_worker(subprocess_environment).wait()
    job.refresh_from_db()
    assert (job.state, job.result, job.attempt) == ("DONE", {"counted": TOTAL}, 4)
    assert counted() == list(range(TOTAL))


def test_the_process_of_a_heavy_job_dies_with_its_worker(subprocess_environment: dict[str, str]) -> None:
    job = enqueue("test.count_apart", by=None, arguments={"total": 100_000, "pause": PAUSE})
    worker = start_worker(subprocess_environment)
    wait_until(lambda: len(counted()) > 0)
    job.refresh_from_db()
    child = int(job.worker.split("/")[1])
    assert child != worker.pid
    worker.kill()
    worker.wait()
    wait_until(lambda: process.is_known_dead(job.worker), seconds=3)
    before = len(counted())
    time.sleep(0.3)
    assert len(counted()) == before


def test_a_heavy_job_whose_process_is_killed_is_continued_by_the_same_worker(
    subprocess_environment: dict[str, str],
) -> None:
    job = enqueue("test.count_apart", by=None, arguments={"total": TOTAL, "pause": PAUSE})
    worker = start_worker(subprocess_environment)
    wait_until(lambda: len(counted()) > 20)
    job.refresh_from_db()
    os.kill(int(job.worker.split("/")[1]), signal.SIGKILL)
    worker.wait()
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("DONE", 2)
    assert counted() == list(range(TOTAL))


def test_a_heavy_job_that_kills_its_process_each_time_fails_after_five(subprocess_environment: dict[str, str]) -> None:
    job = enqueue("test.die", by=None, arguments={"times": 9})
    start_worker(subprocess_environment).wait()
    job.refresh_from_db()
    assert (job.state, job.attempt, job.checkpoint) == ("FAILED", 5, {"deaths": 5})
    assert job.error == {"code": "ProcessDied", "message": "", "params": {"attempts": 5}}


@pytest.mark.parametrize("kind", ["test.count", "test.count_apart"])
def test_a_worker_told_to_stop_gives_its_job_back(kind: str, subprocess_environment: dict[str, str]) -> None:
    job = enqueue(kind, by=None, arguments={"total": TOTAL, "pause": PAUSE})
    worker = start_worker(subprocess_environment, "work")
    wait_until(lambda: len(counted()) > 0)
    worker.terminate()
    assert worker.wait(10) == 0
    job.refresh_from_db()
    assert (job.state, job.attempt, job.worker) == ("QUEUED", 0, "")
    assert counted() == list(range(job.checkpoint["done"]))


def test_several_workers_share_the_queue_without_doing_a_job_twice(subprocess_environment: dict[str, str]) -> None:
    for _ in range(20):
        enqueue("test.count", by=None, arguments={"total": 3})
    for worker in [start_worker(subprocess_environment) for _ in range(3)]:
        assert worker.wait(60) == 0
    assert set(Job.objects.values_list("state", "attempt")) == {("DONE", 1)}
    assert len(counted()) == 60


@pytest.fixture(autouse=True)
def _no_process_left(subprocess_environment: dict[str, str]) -> object:
    yield
    for name in Job.objects.exclude(worker="").values_list("worker", flat=True):
        with suppress(ProcessLookupError):
            if process.is_known_alive(name) and name != process.identity():
                os.kill(int(name.split("/")[1]), signal.SIGKILL)
