"""The long jobs of identify. Whoever serves pages imports this file, so the import's own machinery is loaded when a job begins."""

from datetime import date
from typing import Any

from django.conf import settings

from lazo.kernel.jobs import JobContext, job
from lazo.kernel.models import Job
from lazo.kernel.today import company_today

TOLD_OF_RUN = ("records", "proposed", "merges", "waiting", "households", "companies")


@job("identify.check", heavy=True)
def run_check(context: JobContext, *, batch: int) -> dict[str, Any]:
    """The dry run of an import."""
    from lazo.identify.imports.operations.run_batch import check_batch

    return check_batch(context, batch=batch)


@job("identify.import", heavy=True)
def run_import(context: JobContext, *, batch: int) -> dict[str, Any]:
    """An import, in chunks; killed, it goes on at the last one."""
    from lazo.identify.imports.operations.run_batch import import_batch

    return import_batch(context, batch=batch)


@job("identify.undo", heavy=True)
def run_undo(context: JobContext, *, batch: int) -> dict[str, Any]:
    """The undo of an import, in chunks; killed, it goes on at the last one."""
    from lazo.identify.imports.operations.run_batch import undo_batch

    return undo_batch(context, batch=batch)


@job("identify.search_tokens", heavy=True)
def run_search_tokens(context: JobContext) -> dict[str, Any]:
    """The words by which parties are found, written again for all of them."""
    from lazo.identify.search.tokens import rebuild_tokens

    return {"parties": rebuild_tokens(context=context)}


@job("identify.relations", heavy=True)
def run_relations(context: JobContext, *, on: str = "") -> dict[str, Any]:
    """Look for relations nobody has said yet, as of the day `on` (ISO; blank: today at the company)."""
    from lazo.analytics.memory import keep_freed_memory
    from lazo.identify.operations.relation_candidates import refresh_candidates

    keep_freed_memory()
    day = date.fromisoformat(on) if on else company_today()
    return dict(refresh_candidates(context=context, on=day, folder=settings.WORKSPACE.files / "relations"))


@job("identify.suppression", heavy=True)
def run_suppression(context: JobContext, *, consultation: int) -> dict[str, Any]:
    """A registry's file as digests; killed, it goes on at the last piece. Result: entries."""
    from lazo.identify.operations.suppression_load import load_consultation

    return load_consultation(context, consultation=consultation)


@job("identify.erase", heavy=True)
def run_erase(context: JobContext, *, erasure: int, on: str) -> dict[str, Any]:
    """A person erased everywhere; killed, it goes on at the step it was at. Result: erased, searched, remaining."""
    from lazo.identify.operations.erasure_run import carry_out

    return carry_out(context, workspace=settings.WORKSPACE, erasure=erasure, on=date.fromisoformat(on))


@job("identify.subject_export", heavy=True)
def run_subject_export(context: JobContext, *, request: int, by: int, on: str) -> dict[str, Any]:
    """Everything held of a person as a page, JSON and CSV in one packed file. Result: rows, file."""
    from lazo.identify.operations.subject_export import gather

    return gather(context, workspace=settings.WORKSPACE, request=request, by=by, on=date.fromisoformat(on))


@job("identify.expire_inferred")
def run_expire_inferred(context: JobContext) -> dict[str, Any]:
    """What was inferred more than 180 days ago goes. Result: values."""
    from django.utils import timezone

    from lazo.identify.operations.inferred_age import expire_inferred

    return {"values": expire_inferred(at=timezone.now(), context=context)}


@job("identify.infer", heavy=True)
def run_infer(context: JobContext, *, on: str = "") -> dict[str, Any]:
    """Infer what each customer mostly buys, as of the day `on` (ISO; blank: today at the company). Result: new, changed, gone."""
    from lazo.analytics.memory import keep_freed_memory
    from lazo.identify.operations.favourite_category import infer_favourites

    keep_freed_memory()
    return dict(infer_favourites(on=date.fromisoformat(on) if on else company_today(), context=context))


@job("identify.resolve", heavy=True)
def run_resolution(context: JobContext, *, full: bool = False) -> dict[str, Any]:
    """Look for who is the same among what is new or changed, or with `full` among all. Result: run, and its counts."""
    from lazo.analytics.memory import keep_freed_memory
    from lazo.identify.resolution.run import resolve

    keep_freed_memory()
    by = Job.objects.get(pk=context.job_id).created_by if context.job_id else None
    run = resolve(workspace=settings.WORKSPACE, by=by, full=full, context=context)
    return {"run": run.pk, "scope": run.scope, **{name: run.counts[name] for name in TOLD_OF_RUN}}


@job("identify.quality", heavy=True)
def run_quality(context: JobContext, *, on: str = "") -> dict[str, Any]:
    """Measure the quality of the data as of the day `on` (ISO; blank: today at the company). Result: on, figures."""
    from lazo.identify.operations.quality import measure_quality

    day = date.fromisoformat(on) if on else company_today()
    by = Job.objects.get(pk=context.job_id).created_by if context.job_id else None
    return {"on": day.isoformat(), "figures": len(measure_quality(on=day, by=by, context=context))}
