"""What stayed out, and why, for the person who will mend it."""

from pathlib import Path

from lazo.identify.imports.pipeline.folder import BatchFolder
from lazo.identify.models import ImportBatch, ImportProblem


def rejects_path(batch: ImportBatch) -> Path | None:
    """The CSV of the rows that stay out, with their reasons; null when there are none. Mended, it is imported like the first file."""
    place = BatchFolder.of(batch).rejects
    return place if place.exists() else None


def problem_reason(problem: ImportProblem) -> str:
    """A problem of the batch as a sentence with its remedy, in the reader's language."""
    from lazo.identify.imports.pipeline.rejection import reason_of
    from lazo.identify.imports.readers.problem import Problem

    return reason_of(Problem(problem.row, problem.column, problem.code, problem.value, problem.params))
