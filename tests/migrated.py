"""Two monthly snapshots of a small base in the history of a workspace, as score runs leave them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.scoring.score_file import score_path
from lazo.kernel.workspace import Workspace

BEFORE, AFTER = date(2025, 9, 30), date(2025, 10, 31)
SCHEMA = pa.schema(
    {
        "customer_id": pa.int64(), "sub_state": pa.string(), "clv": pa.int64(), "value_365d": pa.int64(),
        "tier": pa.string(), "customer_class": pa.string(), "area": pa.string(), "place": pa.float64(),
        "rfm": pa.string(),
    }
)  # fmt: skip
BLANK = {"sub_state": "", "tier": "", "customer_class": "", "area": "", "place": 0.0, "rfm": "", "value_365d": None}


def add_snapshot(workspace: Workspace, on: date, rows: Mapping[int, Mapping[str, Any]], **run: Any) -> ScoreRun:
    """A finished run of the day `on` with its file; `rows` by customer."""
    told = {"parameters": {"r": 1.0}, "state": ScoreRun.State.DONE, "version": "1", **run}
    made = ScoreRun.objects.create(on_date=on, **told)
    path = score_path(workspace, made.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    table = [{"customer_id": number, **BLANK, "clv": None, **row} for number, row in sorted(rows.items())]
    pq.write_table(pa.Table.from_pylist(table, schema=SCHEMA), path)
    return made
