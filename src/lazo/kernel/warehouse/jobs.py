"""Keeping the warehouse fresh is a job: `warehouse.sync`, arguments {"full": bool}."""

from typing import Any

from django.conf import settings

from lazo.kernel.jobs import JobContext, job


@job("warehouse.sync", heavy=True)
def sync_warehouse(context: JobContext, *, full: bool = False) -> dict[str, Any]:
    """Bring the warehouse up to date; the result says what was read, and the id of the manifest that stands now."""
    from lazo.analytics.memory import keep_freed_memory
    from lazo.kernel.warehouse.sync import sync

    keep_freed_memory()
    report = sync(workspace=settings.WORKSPACE, full=full, context=context)
    return {"manifest": report.manifest_id, "rows": report.rows_read, "rebuilt": report.rebuilt, "as_of": report.as_of}
