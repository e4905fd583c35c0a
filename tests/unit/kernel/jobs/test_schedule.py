import counting_jobs  # noqa: F401 - importing registers the jobs
import pytest

from lazo.kernel.jobs import schedule
from lazo.kernel.jobs.schedule import Timetable, regularly
from lazo.kernel.models import Event, Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_other_chores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_chores", {})


def test_a_chore_is_looked_at_at_its_interval_and_enqueued_once() -> None:
    asked: list[int] = []
    regularly("test.count", seconds=60, is_due=lambda: not asked.append(1))
    timetable = Timetable()
    assert [timetable.enqueue_due(now=now) for now in (0, 1, 59, 60, 61)] == [1, 0, 0, 1, 0]
    assert len(asked) == 2
    assert list(Job.objects.values_list("kind", "key", "created_by", "arguments")) == [
        ("test.count", "test.count", None, {})
    ]
    assert Event.objects.count() == 0


def test_a_chore_that_is_not_due_is_not_enqueued() -> None:
    regularly("test.count", seconds=60, is_due=lambda: False)
    assert Timetable().enqueue_due() == 0
    assert not Job.objects.exists()
