"""Which runs there are, and which one pages show."""

from datetime import date

from django.db.models import QuerySet

from lazo.differentiate.models import ScoreRun
from lazo.kernel.prepared import Prepared

_day = Prepared(lambda: ScoreRun.objects.filter(is_current=True).order_by("pk").values_list("on_date")[:1])


def current_run() -> ScoreRun | None:
    """The run whose scores pages show; null before the first one."""
    return ScoreRun.objects.filter(is_current=True).first()


def current_day() -> date | None:
    """The day of the scores that pages show; null before the first run."""
    found = _day.first()
    return found[0] if found else None


def previous_run() -> ScoreRun | None:
    """The last finished run before the current one's day; null when there is none."""
    current = current_run()
    if current is None:
        return None
    done = ScoreRun.objects.filter(state=ScoreRun.State.DONE, on_date__lt=current.on_date)
    return done.order_by("-on_date", "-pk").first()


def score_runs() -> QuerySet[ScoreRun]:
    """All runs with their back-test, the newest first."""
    return ScoreRun.objects.order_by("-pk")
