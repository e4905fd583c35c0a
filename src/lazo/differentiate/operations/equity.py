"""Explaining customer equity: after a run, its figures and those of the change since the run before."""

from django.db import transaction

from lazo.differentiate.models import EquityFigure
from lazo.differentiate.queries.cost_sheet import dated_costs
from lazo.differentiate.queries.score_run import current_run, previous_run
from lazo.differentiate.scoring.equity import EquityBook, has_file
from lazo.kernel.events import record_event
from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

STEPS = 2


class UnableToExplainEquity(Exception):
    """Nothing was scored yet, or the file of the run's scores is gone."""


def explain_equity(*, workspace: Workspace, context: JobContext) -> int:
    """Compute the figures of the current run in place of those it had; how many there are. Writes one event, `equity.explained`.

    They are compared with the last run of an earlier day whose scores are kept. Killed, the next attempt begins anew.
    Raises UnableToExplainEquity, UnableToOpenWarehouse.
    """
    run = current_run()
    if run is None or not has_file(workspace, run):
        raise UnableToExplainEquity
    earlier = previous_run()
    since = earlier if earlier is not None and has_file(workspace, earlier) else None
    context.progress(0, STEPS, "comparar el valor con el cálculo anterior")
    context.raise_if_cancelled()
    book = EquityBook(open_snapshot(workspace), workspace, run, since, dated_costs())
    figures = book.figures()
    context.progress(1, STEPS, "publicar")
    with transaction.atomic():
        context.checkpoint(equity=run.pk)
        EquityFigure.objects.filter(run=run).delete()
        EquityFigure.objects.bulk_create(
            (EquityFigure(run=run, since=since, **row) for row in figures), batch_size=1000
        )
        data = {"since": since.pk if since else None, "figures": len(figures)}
        record_event(kind="equity.explained", by=None, table="score_run", row=run.pk, data=data)
    return len(figures)
