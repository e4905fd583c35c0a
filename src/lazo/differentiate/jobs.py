"""The jobs of differentiate."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.conf import settings

from lazo.kernel.jobs import JobContext, job
from lazo.kernel.models import Job
from lazo.kernel.today import company_today
from lazo.kernel.warehouse.snapshot import is_current
from lazo.kernel.warehouse.sync import sync


@job("differentiate.score", heavy=True)
def score(context: JobContext, *, on: str, refit: bool | None = None) -> dict[str, Any]:
    """Bring the warehouse up to date and score everyone as of the end of `on` (ISO date). Result: run, areas."""
    from lazo.analytics.bare_arrow import leave_pandas_out
    from lazo.analytics.memory import keep_freed_memory
    from lazo.differentiate.operations.score import run_score
    from lazo.differentiate.portfolio.account_file import write_account_file

    keep_freed_memory()
    leave_pandas_out()
    context.progress(0, None, "sincronizar")
    sync(workspace=settings.WORKSPACE, context=context)
    by = Job.objects.get(pk=context.job_id).created_by if context.job_id else None
    run = run_score(workspace=settings.WORKSPACE, on=date.fromisoformat(on), by=by, refit=refit, context=context)
    write_account_file(workspace=settings.WORKSPACE, run=run.pk, on=run.on_date)
    return {"run": run.pk, "on": on, "areas": run.counts["areas"]}


@job("differentiate.cards", heavy=True)
def rebuild_all_cards(context: JobContext) -> dict[str, Any]:
    """Make the cards of the list of customers again. Result: cards."""
    from lazo.differentiate.operations.cards import rebuild_cards

    return {"cards": rebuild_cards(context=context)}


@job("differentiate.bulk", heavy=True)
def change_many(context: JobContext, *, change: int) -> dict[str, Any]:
    """Carry out a change of many customers, in pieces; killed, it goes on behind the last one. Result: customers."""
    from lazo.differentiate.models import BulkChange
    from lazo.differentiate.operations.bulk_rows import carry_out

    found = BulkChange.objects.get(pk=change)
    carry_out(found, context=context)
    return {"customers": found.total}


@job("differentiate.undo_bulk", heavy=True)
def change_many_back(context: JobContext, *, change: int) -> dict[str, Any]:
    """Take a change of many customers back. Result: restored, and kept because somebody changed them since."""
    from lazo.differentiate.models import BulkChange
    from lazo.differentiate.operations.bulk_rows import take_back

    found = BulkChange.objects.get(pk=change)
    take_back(found, context=context)
    return {"restored": found.total - found.kept, "kept": found.kept, "kept_rows": found.kept_rows}


@job("differentiate.preview", heavy=True)
def preview(context: JobContext, *, thresholds: dict[str, float]) -> dict[str, Any]:
    """Say who would stand elsewhere with other numbers in the rules. Result: customers, moved, value, ways."""
    from lazo.differentiate.operations.preview_settings import preview_settings

    return preview_settings(workspace=settings.WORKSPACE, thresholds=thresholds, context=context)


@job("differentiate.card_snapshot", heavy=True)
def write_card_snapshot(context: JobContext) -> dict[str, Any]:  # noqa: ARG001 - it is written whole or not at all
    """Write the snapshot from which lists of many customers are answered."""
    from lazo.differentiate.operations.cards import write_snapshot

    return {"written": write_snapshot()}


@job("differentiate.equity", heavy=True)
def explain(context: JobContext) -> dict[str, Any]:
    """Say what all customers are worth together and why it changed since the run before. Result: figures."""
    from lazo.differentiate.operations.equity import explain_equity

    return {"figures": explain_equity(workspace=settings.WORKSPACE, context=context)}


@job("differentiate.wallet", heavy=True)
def measure_wallets(context: JobContext) -> dict[str, Any]:
    """Bring the trait of wallet shares up to date. Result: rank, declared, panel, look_alikes (values of each)."""
    from lazo.differentiate.operations.wallet import measure_wallet_shares

    return dict(measure_wallet_shares(workspace=settings.WORKSPACE, context=context))


@job("differentiate.unreached", heavy=True)
def price_unreached(context: JobContext, *, on: str = "") -> dict[str, Any]:
    """Price whom nobody can reach as of the day `on` (ISO; blank: today at the company). Result: on, figures."""
    from lazo.differentiate.operations.unreached import measure_unreached

    day = date.fromisoformat(on) if on else company_today()
    return {"on": day.isoformat(), "figures": len(measure_unreached(on=day, context=context))}


@job("differentiate.segments", heavy=True)
def rebuild_all_segments(context: JobContext) -> dict[str, Any]:
    """Bring the warehouse up to date and find the members of every segment again. Result: segments, changed, entered, left."""
    from dataclasses import asdict

    from lazo.analytics.bare_arrow import leave_pandas_out
    from lazo.differentiate.operations.segment_rebuild import rebuild_segments
    from lazo.kernel.warehouse.lock import UnableToWriteWarehouse

    leave_pandas_out()
    context.progress(0, None, "sincronizar")
    with suppress(UnableToWriteWarehouse):  # whoever is writing it brings it up to date
        sync(workspace=settings.WORKSPACE, context=context)
    return asdict(rebuild_segments(workspace=settings.WORKSPACE, context=context))


@job("differentiate.train", heavy=True)
def train(context: JobContext, *, model: int, on: str, most: int | None = None) -> dict[str, Any]:
    """Learn a new version of a propensity model from what was known at the end of `on` (ISO date), and from `most` rows at the most.

    Result: version, number, is_useful.
    """
    from lazo.differentiate.models import PropensityModel
    from lazo.differentiate.operations.propensity_model import train_model

    found = PropensityModel.objects.select_related("table").get(pk=model)
    if found.table_id is None and not is_current(settings.WORKSPACE):
        sync(workspace=settings.WORKSPACE, context=context)
    by = Job.objects.get(pk=context.job_id).created_by if context.job_id else None
    day = date.fromisoformat(on)
    version = train_model(workspace=settings.WORKSPACE, model=found, on=day, by=by, most=most, context=context)
    return {"version": version.pk, "number": version.number, "is_useful": version.is_useful}


@job("differentiate.apply", heavy=True)
def apply(context: JobContext, *, model: int, on: str) -> dict[str, Any]:
    """Tell customers what the version that holds says of them, in pieces; killed, it goes on behind the last. Result: customers, gone."""
    from lazo.differentiate.models import PropensityModel
    from lazo.differentiate.operations.propensity import apply_model

    found = PropensityModel.objects.select_related("table").get(pk=model)
    by = Job.objects.get(pk=context.job_id).created_by if context.job_id else None
    return apply_model(workspace=settings.WORKSPACE, model=found, on=date.fromisoformat(on), by=by, context=context)


@job("differentiate.expire")
def expire(context: JobContext) -> dict[str, Any]:  # noqa: ARG001 - a model's rows go in one transaction
    """Take away the propensities that have expired by today. Result: gone."""
    from lazo.differentiate.operations.propensity import expire_propensities

    return {"gone": expire_propensities(on=company_today())}
