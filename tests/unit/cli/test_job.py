import counting_jobs  # noqa: F401 - importing registers the jobs
import pytest
from terminal import Lazo

from lazo.kernel.jobs import enqueue, queue
from lazo.kernel.models import Event, Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("workspace")]


def test_jobs_are_listed_newest_first(lazo: Lazo) -> None:
    first, second = (enqueue("test.count", by=None, arguments={"total": n}) for n in (1, 2))
    said = lazo("job", "--json").json["jobs"]
    assert [job["id"] for job in said] == [second.pk, first.pk]
    assert said[0] == {
        "id": second.pk, "kind": "test.count", "state": "QUEUED", "step": "", "done": 0, "total": 0, "attempt": 0,
        "result": None, "error": None,
    }  # fmt: skip
    assert "test.count" in lazo("job").out


def test_a_job_is_run_here_with_its_steps(lazo: Lazo) -> None:
    job = enqueue("test.count", by=None, arguments={"total": 12})
    said = lazo("job", str(job.pk))
    assert (said.code, said.err) == (0, "· Counting\n")
    assert Event.objects.filter(kind="test.counted").count() == 12


def test_a_job_that_fails_ends_with_1_and_its_reason(lazo: Lazo) -> None:
    job = enqueue("test.refuse", by=None, arguments={})
    said = lazo("job", str(job.pk), "--json")
    assert (said.code, said.json["state"]) == (1, "FAILED")
    assert said.err == "Error: test.refuse: cannot count that far (limit=3)\n"


def test_a_job_that_has_ended_is_not_run_again(lazo: Lazo) -> None:
    job = Job.objects.create(kind="test.count", state="DONE")
    said = lazo("job", str(job.pk))
    assert (said.code, said.err) == (1, f"Error: El trabajo {job.pk} ya terminó, o lo hace otro proceso.\n")


def test_a_worker_runs_what_waits_and_ends(lazo: Lazo) -> None:
    job = enqueue("test.count", by=None, arguments={"total": 3})
    assert lazo("worker", "--once").code == 0
    job.refresh_from_db()
    assert job.state == "DONE"


def test_the_process_of_a_heavy_job_takes_over_the_attempt_of_its_worker(
    lazo: Lazo, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    monkeypatch.setattr("lazo.kernel.jobs.worker.die_with_parent", told.append)
    job = enqueue("test.count_apart", by=None, arguments={"total": 3})
    claimed = queue.claim(job.pk)
    assert claimed is not None
    assert lazo("job", str(job.pk), "--attempt", "1").code == 0
    job.refresh_from_db()
    assert (job.state, len(told)) == ("DONE", 1)
