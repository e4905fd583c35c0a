"""Where the files of a batch lie in the workspace."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from lazo.identify.models import ImportBatch


@dataclass(frozen=True)
class BatchFolder:
    """The folder of one batch: its file, the staged parts, the plan, the rejected rows."""

    root: Path

    @classmethod
    def of(cls, batch: ImportBatch) -> "BatchFolder":
        return cls(Path(settings.WORKSPACE.files) / "imports" / str(batch.pk))

    @staticmethod
    def file_of(batch: ImportBatch) -> Path:
        return Path(settings.WORKSPACE.files) / batch.path

    def staged(self, key: str) -> Path:
        """The staged parts of one way of reading the file; other ways make other parts."""
        return self.root / f"staged-{key}"

    @property
    def plan(self) -> Path:
        return self.root / "plan"

    @property
    def rejects(self) -> Path:
        return self.root / "rechazadas.csv"

    def clear(self, folder: Path) -> Path:
        """Empty a folder of the batch, and make it."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def drop_work(self) -> None:
        """Delete what can be made again: staged parts and plan."""
        for folder in (*self.root.glob("staged-*"), self.plan):
            shutil.rmtree(folder, ignore_errors=True)
