"""What a reader sees: the manifest taken once, so that every table is of the same instant for as long as it is held."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from lazo.kernel.models import Change
from lazo.kernel.warehouse.manifest import Manifest, TableState, UnableToReadManifest
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table


class UnableToOpenWarehouse(Exception):
    """There is no warehouse to read yet, or it is damaged: `lazo sync` makes one."""


@dataclass(frozen=True)
class Snapshot:
    """The warehouse at one instant. Its files stay for a time of grace after a newer one was swapped in."""

    folder: Path
    manifest: Manifest

    @property
    def manifest_id(self) -> int:
        """Grows whenever a row changes, and only then: what was computed from one id is right for as long as it stands."""
        return self.manifest.id

    @property
    def as_of(self) -> datetime:
        """The instant, by the truth's clock, up to which the truth is mirrored."""
        return datetime.fromisoformat(self.manifest.as_of)

    @property
    def tables(self) -> tuple[str, ...]:
        return (*self.manifest.tables, *self.manifest.rollups)

    def paths(self, table: str, months: Collection[str] | None = None) -> list[Path]:
        """Files of a table, or of its `months` (as YYYY-MM), in order."""
        parts = self._state(table).parts
        return [
            self.folder / file.path
            for part in sorted(parts)
            if months is None or part in months
            for file in parts[part]
        ]

    def months(self, table: str) -> list[str]:
        """The months, as YYYY-MM, of which a fact or rollup has rows."""
        return sorted(self._state(table).parts)

    def rows(self, table: str, months: Collection[str] | None = None) -> int:
        """How many rows a table has, without reading it."""
        parts = self._state(table).parts
        return sum(file.rows for part, files in parts.items() if months is None or part in months for file in files)

    def table(self, con: "Backend", name: str, *, months: Collection[str] | None = None, alias: str = "") -> "Table":
        """The table in the engine `con`, called `alias` or by its own name; an empty one has its columns, too."""
        from lazo.analytics.engine import read_parquet_files

        return read_parquet_files(con, self.paths(name, months), alias or name, columns=self._state(name).columns)

    def _state(self, table: str) -> TableState:
        return self.manifest.state(table)


def open_snapshot(workspace: Workspace) -> Snapshot:
    """Take the warehouse as it is now. Raises UnableToOpenWarehouse."""
    try:
        return Snapshot(workspace.warehouse, Manifest.read(workspace.warehouse))
    except UnableToReadManifest as error:
        raise UnableToOpenWarehouse(_("Todavía no hay almacén que leer; ponlo al día con: lazo sync")) from error


def is_current(workspace: Workspace) -> bool:
    """Whether every change captured so far has been mirrored: one small query, so that nobody syncs for nothing.

    A row written without its change is not noticed; the doctor finds it.
    """
    try:
        manifest = Manifest.read(workspace.warehouse)
    except UnableToReadManifest:
        return False
    last = Change.objects.order_by("-id").values_list("id", flat=True).first()
    return manifest.pending is None and (last or 0) == (manifest.last_change[0] if manifest.last_change else 0)
