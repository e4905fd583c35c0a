"""A job's context for one of several parts of a larger job, each with a checkpoint of its own."""

from typing import Any

from lazo.kernel.jobs import JobContext


class PartContext(JobContext):
    """Keeps the part's checkpoint under its own name in the whole job's, so that a killed whole resumes inside a part."""

    def __init__(self, whole: JobContext, part: str, label: str) -> None:
        super().__init__(job_id=whole.job_id, saved=whole.saved.get(part))
        self._whole, self._part, self._label = whole, part, label

    def checkpoint(self, **values: Any) -> None:
        super().checkpoint(**values)
        self._whole.checkpoint(**{self._part: self.saved})

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        self._whole.progress(done, total, f"{self._label}: {step}" if step else self._label)

    def raise_if_cancelled(self) -> None:
        self._whole.raise_if_cancelled()
