"""Running a job from the terminal: finished, failed, cancelled, interrupted, already running elsewhere."""

import os
import signal
import threading
from typing import Any

import pytest
import typer
from counting_jobs import count_here

from lazo.cli.console import ProgressDisplay
from lazo.cli.running import ConsoleContext, UnableToFinishJob, run_visibly, stop_on_signal
from lazo.kernel.jobs import JobContext, enqueue, job, queue
from lazo.kernel.models import Event, Job

pytestmark = pytest.mark.django_db


@job("test.interrupted")
def be_interrupted(context: JobContext) -> dict[str, Any]:
    if not context.saved:
        context.checkpoint(once=True)
        os.kill(os.getpid(), signal.SIGINT)
    context.raise_if_cancelled()
    return {"went_on": True}


@job("test.cancelled")
def be_cancelled(context: JobContext) -> dict[str, Any]:
    from django.db.models.functions import Now

    Job.objects.filter(pk=context.job_id).update(cancel_requested_at=Now())
    context.raise_if_cancelled()
    return {}


def test_the_result_comes_back_and_the_steps_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_visibly("test.count", arguments={"total": 12}) == {"counted": 12}
    assert capsys.readouterr().err == "· Counting\n"


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    run_visibly("test.count", arguments={"total": 12}, quiet=True)
    assert capsys.readouterr() == ("", "")


def test_a_failure_is_raised_with_its_reason() -> None:
    with pytest.raises(UnableToFinishJob) as failed:
        run_visibly("test.break", arguments={}, quiet=True)
    assert str(failed.value) == "test.break: ValueError"


def test_a_cancelled_job_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lazo.kernel.jobs.context.PROGRESS_SECONDS", 0.0)
    with pytest.raises(UnableToFinishJob) as failed:
        run_visibly("test.cancelled", arguments={}, quiet=True)
    assert str(failed.value) == "test.cancelled: cancelled"


def test_an_interrupted_command_goes_on_when_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as interrupted:
        run_visibly("test.interrupted", arguments={}, key="k")
    assert interrupted.value.exit_code == 130
    assert "seguirá donde quedó" in capsys.readouterr().err
    assert run_visibly("test.interrupted", arguments={}, key="k") == {"went_on": True}
    assert capsys.readouterr().err == "Sigue donde quedó la vez anterior.\n"
    assert Job.objects.count() == 1


def test_a_job_that_another_process_runs_is_followed_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = enqueue("test.count", by=None, arguments={"total": 3}, key="k")
    running = queue.claim(waiting.pk)
    assert running is not None

    def finish(_: float) -> None:
        queue.Attempt(running.pk, 1).end(Job.State.DONE, result={"counted": 3})

    monkeypatch.setattr("lazo.cli.running.time.sleep", finish)
    assert run_visibly("test.count", arguments={"total": 3}, key="k", quiet=True) == {"counted": 3}
    assert not Event.objects.filter(kind="test.counted").exists()


def test_the_first_signal_asks_and_handlers_come_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with stop_on_signal() as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(5)
    assert signal.getsignal(signal.SIGINT) == before
    assert isinstance(stop, threading.Event)


def test_a_job_function_called_directly_shows_its_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressDisplay() as display:
        count_here(ConsoleContext(display), total=3)
    assert capsys.readouterr().err == "· Counting\n"
