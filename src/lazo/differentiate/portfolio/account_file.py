"""What a run knows of each company beside its score, kept in the history: truth, since the past is read with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lazo.differentiate.scoring.score_file import write_file
from lazo.kernel.warehouse.engine import open_engine
from lazo.kernel.warehouse.snapshot import Snapshot, open_snapshot
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    import pyarrow as pa

ACCOUNTS = "accounts"
MONTHS_READ = 13


def accounts_path(workspace: Workspace, run: int) -> Path:
    """The columns of ACCOUNT_FACTS, one row per company."""
    return workspace.history / ACCOUNTS / f"run-{run:08d}.parquet"


def write_account_file(*, workspace: Workspace, run: int, on: date) -> Path:
    """Write what the warehouse says of companies as of the end of `on`; a file that is there is written again. Raises UnableToOpenWarehouse."""
    from lazo.differentiate.scoring.table_file import write_table

    snapshot = open_snapshot(workspace)
    path = accounts_path(workspace, run)
    if _has_companies(snapshot):
        _write_facts(snapshot, workspace, path, on=on)
    else:
        write_table(_nobody(), path)
    return path


def _has_companies(snapshot: Snapshot) -> bool:
    """Whether any party is one: without, the engine need not be woken, which costs more than reading a column."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from lazo.analytics.account_facts import COMPANY

    kinds = (pq.read_table(path, columns=["kind"])["kind"] for path in snapshot.paths("parties"))
    return any(bool(pc.any(pc.equal(kind, COMPANY)).as_py()) for kind in kinds)


def _nobody() -> pa.Table:
    import pyarrow as pa

    from lazo.analytics.account_facts import ACCOUNT_FACTS

    whole = {"int64": pa.int64(), "float64": pa.float64()}
    return pa.schema({name: whole[kind] for name, kind in ACCOUNT_FACTS.items()}).empty_table()


def _write_facts(snapshot: Snapshot, workspace: Workspace, path: Path, *, on: date) -> None:
    from lazo.analytics.account_facts import account_facts
    from lazo.analytics.rollup import months_before

    first = months_before(on, MONTHS_READ)
    recent = {
        name: [month for month in snapshot.months(name) if f"{first:%Y-%m}" <= month <= f"{on:%Y-%m}"]
        for name in ("purchases", "purchase_lines", "interactions")
    }
    with open_engine(temp_dir=workspace.warehouse / ".spill") as con:
        purchases, lines, spoken = (snapshot.table(con, name, months=months) for name, months in recent.items())
        facts = account_facts(purchases, lines, spoken, snapshot.table(con, "parties"), on=on)
        write_file(con, facts.order_by("customer_id"), path)
