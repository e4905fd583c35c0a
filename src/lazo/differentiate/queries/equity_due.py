"""Whether customer equity has yet to be explained: asked every minute, so it loads nothing that counts by the million."""

from django.conf import settings

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.scoring.score_file import score_path
from lazo.kernel.models import Event

EXPLAINED = "equity.explained"


def equity_is_behind() -> bool:
    """Whether the current run, whose scores are kept, has not been explained."""
    run = ScoreRun.objects.filter(is_current=True).values_list("pk", flat=True).first()
    if run is None or Event.objects.filter(kind=EXPLAINED, table="score_run", row=run).exists():
        return False
    return score_path(settings.WORKSPACE, run).exists()
