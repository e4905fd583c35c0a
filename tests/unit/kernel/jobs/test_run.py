"""One job in this process: how it ends, and what its row says then."""

import threading

import counting_jobs
import pytest
from django.utils import translation
from django.utils.translation import gettext
from world import World

from lazo.kernel.jobs import NullContext, UnableToRunJob, cancel_job, enqueue, run_job
from lazo.kernel.jobs.run import describe_failure
from lazo.kernel.models import Event, Job

pytestmark = pytest.mark.django_db


def test_a_job_that_ends_well_leaves_its_result_and_progress() -> None:
    told: list[tuple[int, int | None, str | None]] = []
    job = enqueue("test.count", by=None, arguments={"total": 12})
    job = run_job(job.pk, watch=lambda *progress: told.append(progress))
    assert (job.state, job.result, job.error, job.attempt) == ("DONE", {"counted": 12}, None, 1)
    assert (job.done, job.total, job.step, job.checkpoint) == (12, 12, "counting", {"done": 12})
    assert (job.finished_at is not None, job.lease_until) == (True, None)
    assert told == [(5, 12, "counting"), (10, 12, "counting"), (12, 12, "counting")]


def test_a_job_continues_from_its_checkpoint() -> None:
    job = Job.objects.create(kind="test.count", arguments={"total": 12}, checkpoint={"done": 10})
    run_job(job.pk)
    assert list(Event.objects.order_by("row").values_list("row", flat=True)) == [10, 11]


def test_a_job_writes_in_the_language_of_the_product_whoever_runs_it() -> None:
    with translation.override("en"):
        assert gettext("Nota") == "Note"
        assert run_job(enqueue("test.speak", by=None, arguments={}).pk).result == {"said": "Nota"}
        assert translation.get_language() == "en"


def test_an_anticipated_failure_is_kept_with_its_message_and_not_tried_again() -> None:
    job = run_job(enqueue("test.refuse", by=None, arguments={}).pk)
    assert (job.state, job.attempt) == ("FAILED", 1)
    assert job.error == {"code": "UnableToCount", "message": "cannot count that far", "params": {"limit": 3}}


def test_an_unforeseen_failure_is_kept_without_its_message(caplog: pytest.LogCaptureFixture) -> None:
    job = run_job(enqueue("test.break", by=None, arguments={}).pk)
    assert (job.state, job.error["code"], job.error["message"]) == ("FAILED", "ValueError", "")
    assert job.error["params"]["where"][-1].endswith(" break_down")
    assert "ana@aurora.example" not in caplog.text + str(job.error)
    assert f"job {job.pk} test.break: ValueError" in caplog.text


def test_a_failure_with_a_code_of_its_own_keeps_it() -> None:
    class UnableToRead(Exception):
        code = "empty_file"

    assert describe_failure(UnableToRead("x")) == {"code": "empty_file", "message": "x", "params": {}}


def test_a_busy_database_is_tried_again_from_the_checkpoint() -> None:
    job = enqueue("test.locked", by=None, arguments={"times": 2})
    assert [run_job(job.pk).state for _ in range(3)] == ["QUEUED", "QUEUED", "DONE"]
    job.refresh_from_db()
    assert (job.result, job.attempt) == ({"tries": 2}, 3)


def test_a_database_that_stays_busy_fails_the_job_after_five_attempts() -> None:
    job = enqueue("test.locked", by=None, arguments={"times": 9})
    assert [run_job(job.pk).state for _ in range(5)] == ["QUEUED"] * 4 + ["FAILED"]
    job.refresh_from_db()
    assert job.error["code"] == "OperationalError"


def test_a_job_of_a_kind_nobody_registered_fails_by_name() -> None:
    job = run_job(Job.objects.create(kind="test.gone").pk)
    assert (job.state, job.error) == ("FAILED", {"code": "UnableToFindJobKind", "message": "test.gone", "params": {}})


def test_a_process_told_to_stop_gives_the_job_back_uncounted() -> None:
    stop = threading.Event()
    job = enqueue("test.count", by=None, arguments={"total": 12})
    job = run_job(job.pk, watch=lambda *_: stop.set(), stop=stop)
    assert (job.state, job.attempt, job.checkpoint) == ("QUEUED", 0, {"done": 5})
    job = run_job(job.pk)
    assert (job.state, job.attempt) == ("DONE", 1)
    assert Event.objects.filter(kind="test.counted").count() == 12


def test_a_job_cancelled_while_it_runs_ends_as_cancelled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lazo.kernel.jobs.context.PROGRESS_SECONDS", 0.0)
    job = enqueue("test.count", by=None, arguments={"total": 12})
    job = run_job(job.pk, watch=lambda *_: cancel_job(job=job, by=world.ana))
    assert (job.state, job.checkpoint) == ("CANCELLED", {"done": 5})


def test_a_job_that_another_process_took_over_leaves_its_row_alone(caplog: pytest.LogCaptureFixture) -> None:
    job = enqueue("test.count", by=None, arguments={"total": 12})
    job = run_job(job.pk, watch=lambda *_: Job.objects.filter(pk=job.pk).update(attempt=2))
    assert (job.state, job.attempt, job.checkpoint) == ("RUNNING", 2, {"done": 5})
    assert f"job {job.pk}: another process continued it" in caplog.text


def test_running_a_finished_job_is_refused() -> None:
    job = Job.objects.create(kind="test.count", state="DONE")
    with pytest.raises(UnableToRunJob):
        run_job(job.pk)


def test_a_job_function_can_be_called_without_a_row() -> None:
    context = NullContext(saved={"done": 5})
    assert counting_jobs.count_here(context, total=7) == {"counted": 7}
    assert context.saved == {"done": 7}
    assert Event.objects.count() == 2
