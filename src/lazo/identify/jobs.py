"""The long jobs of identify."""

from typing import Any

from lazo.identify.imports.operations.run_batch import check_batch, import_batch, undo_batch
from lazo.kernel.jobs import JobContext, job


@job("identify.check", heavy=True)
def run_check(context: JobContext, *, batch: int) -> dict[str, Any]:
    """The dry run of an import."""
    return check_batch(context, batch=batch)


@job("identify.import", heavy=True)
def run_import(context: JobContext, *, batch: int) -> dict[str, Any]:
    """An import, in chunks; killed, it goes on at the last one."""
    return import_batch(context, batch=batch)


@job("identify.undo", heavy=True)
def run_undo(context: JobContext, *, batch: int) -> dict[str, Any]:
    """The undo of an import, in chunks; killed, it goes on at the last one."""
    return undo_batch(context, batch=batch)
