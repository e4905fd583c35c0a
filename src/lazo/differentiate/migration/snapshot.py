"""The dated snapshots of the base: one score run a month, of those whose file is in the history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.scoring.score_file import score_path
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

    from lazo.analytics.arrays.migration import Standing
    from lazo.differentiate.migration.scheme import Scheme

VALUES = ("clv", "value_365d")
LOST = "lost"


class UnableToReadSnapshot(LookupError):
    """No finished run of that number has its file in the history."""

    code = "unknown_run"


@dataclass(frozen=True)
class Snapshot:
    """A finished run and where its rows lie."""

    run: int
    on: date
    path: Path

    @property
    def stamp(self) -> int:
        """Changes when the file is written again, as an erasure does."""
        return self.path.stat().st_mtime_ns


def snapshots(workspace: Workspace) -> list[Snapshot]:
    """One a month, the last of it, the newest first: the current month has the newest run of all."""
    done = ScoreRun.objects.filter(state=ScoreRun.State.DONE).order_by("-on_date", "-pk")
    found: dict[tuple[int, int], Snapshot] = {}
    for run, day in done.values_list("pk", "on_date"):
        month = (day.year, day.month)
        if month not in found and (path := score_path(workspace, run)).exists():
            found[month] = Snapshot(run, day, path)
    return list(found.values())


def snapshot_of(workspace: Workspace, run: int) -> Snapshot:
    """Any finished run whose file is there. Raises UnableToReadSnapshot."""
    day = ScoreRun.objects.filter(pk=run, state=ScoreRun.State.DONE).values_list("on_date", flat=True).first()
    path = score_path(workspace, run)
    if day is None or not path.exists():
        raise UnableToReadSnapshot(run)
    return Snapshot(run, day, path)


def measure_of(snapshots: Iterable[Snapshot]) -> str:
    """The value by which all of them can be compared: the lifetime value, or the year to come where no model was fitted."""
    runs = ScoreRun.objects.filter(pk__in=[one.run for one in snapshots])
    return VALUES[0] if all(parameters for parameters in runs.values_list("parameters", flat=True)) else VALUES[1]


def standing(snapshot: Snapshot, scheme: Scheme, *, measure: str) -> Standing:
    """Where everybody stood: the classes of `scheme`, those lost; who was in none is left out. Ascending by customer."""
    import numpy as np

    from lazo.analytics.arrays.migration import Standing
    from lazo.analytics.parquet import read_file

    names = list(dict.fromkeys(("customer_id", "sub_state", measure, *scheme.columns)))
    texts = [name for name in names if name not in ("customer_id", measure, "place")]
    table = read_file(snapshot.path, names, coded=texts)
    columns: dict[str, Any] = {name: _column(table, name) for name in names}
    place = np.asarray(scheme.place(columns), dtype=np.int16)
    codes, words = columns["sub_state"]
    if LOST in words:
        place = np.where(codes == words.index(LOST), scheme.lost, place).astype(np.int16)
    customers, value = columns["customer_id"], columns[measure]
    if len(customers) > 1 and not (customers[1:] > customers[:-1]).all():
        order = np.argsort(customers, kind="stable")
        customers, value, place = customers[order], value[order], place[order]
    return Standing(customers, place, value).only(place >= 0)


def _column(table: pa.Table, name: str) -> Any:
    """Whole numbers with 0 for unknown, floats with NaN for unknown, texts as (codes, words) with blank for unknown."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    column = table.column(name)
    if pa.types.is_dictionary(column.type):
        whole = column.unify_dictionaries().combine_chunks()
        if isinstance(whole, pa.ChunkedArray):
            whole = whole.chunk(0) if whole.num_chunks else pa.array([], column.type)
        words = [str(word) for word in whole.dictionary.to_pylist()]
        codes = pc.fill_null(whole.indices, len(words)).to_numpy(zero_copy_only=False).astype(np.int32)
        return codes, [*words, ""]
    if pa.types.is_floating(column.type):
        return pc.cast(column, pa.float64()).to_numpy()
    return pc.fill_null(pc.cast(column, pa.int64()), 0).to_numpy()
