"""What a run knows of each company beside its score, kept in the history: truth, since the past is read with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lazo.differentiate.scoring.score_file import write_file
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

ACCOUNTS = "accounts"
MONTHS_READ = 13


def accounts_path(workspace: Workspace, run: int) -> Path:
    """The columns of ACCOUNT_FACTS, one row per company."""
    return workspace.history / ACCOUNTS / f"run-{run:08d}.parquet"


def write_account_file(*, workspace: Workspace, run: int, on: date) -> Path:
    """Write what the warehouse says of companies as of the end of `on`; a file that is there is written again. Raises UnableToOpenWarehouse."""
    from lazo.analytics.account_facts import account_facts
    from lazo.analytics.engine import open_duckdb
    from lazo.analytics.rollup import months_before

    snapshot = open_snapshot(workspace)
    con = open_duckdb(temp_dir=workspace.warehouse)
    first = months_before(on, MONTHS_READ)
    recent = {
        name: [month for month in snapshot.months(name) if f"{first:%Y-%m}" <= month <= f"{on:%Y-%m}"]
        for name in ("purchases", "purchase_lines", "interactions")
    }
    purchases, lines, spoken = (snapshot.table(con, name, months=months) for name, months in recent.items())
    facts = account_facts(purchases, lines, spoken, snapshot.table(con, "parties"), on=on)
    path = accounts_path(workspace, run)
    write_file(con, facts.order_by("customer_id"), path)
    return path
