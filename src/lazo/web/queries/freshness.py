"""How fresh what a page shows is, and whether there is anything to show."""

from lazo.differentiate.models import ScoreRun
from lazo.identify.models import Party


def has_customers() -> bool:
    """Whether the workspace has left its first run: somebody is in it."""
    return Party.objects.exists()


def current_run() -> ScoreRun | None:
    """The score run whose rows the pages show."""
    return ScoreRun.objects.filter(is_current=True).first()
