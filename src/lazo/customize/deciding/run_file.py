"""The file of a run in the workspace's history: what was decided about every customer and from what. It is truth, and what replays read."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lazo.analytics.parquet import read_file
from lazo.customize.deciding.choice import Choice, Inputs, Rival, read_rival
from lazo.customize.models import ActionRun
from lazo.customize.models.next_action import ROWS_OF_A_RUN
from lazo.kernel.workspace import Workspace

FOLDER = "actions"
ROW_GROUP = 50_000


class UnableToReadRun(Exception):
    """`code` is gone (there is no file of that run) or erased (somebody who was in it was erased since)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def run_path(workspace: Workspace, run: int) -> Path:
    """What was decided in a run: customer_id (growing), the place of what was chosen, and of each rival its verdicts, margin and money."""
    return workspace.history / FOLDER / f"run-{run:08d}.parquet"


def action_number(run: int, place: int) -> int:
    """The number of the action of the customer at that place of the run."""
    return run * ROWS_OF_A_RUN + place


def write_run(path: Path, run: int, inputs: Inputs, choice: Choice) -> None:
    """Write the file beside its place and move it there."""
    places = np.arange(len(inputs.ids), dtype=np.int64)
    columns: dict[str, Any] = {
        "id": action_number(run, 0) + places,
        "customer_id": inputs.ids,
        "owner": inputs.owners,
        "stratum": inputs.strata,
        "chosen": choice.chosen,
        "control": choice.control,
    }
    for place in range(len(inputs.rivals)):
        columns[f"asked_{place}"] = inputs.verdicts[place]
        columns[f"verdict_{place}"] = choice.verdicts[place]
        columns[f"margin_{place}"] = inputs.margins[place]
        columns[f"uplift_{place}"] = choice.uplifts[place]
        columns[f"money_{place}"] = choice.money[place]
    write_table(pa.table(columns), path)


def write_table(table: pa.Table, path: Path) -> None:
    """The whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("wb") as stream:
        pq.write_table(table, stream, compression="zstd", row_group_size=ROW_GROUP)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def rivals_of(run: ActionRun) -> tuple[Rival, ...]:
    """The offers of a run as they were."""
    return tuple(read_rival(one) for one in run.candidates)


def read_run(workspace: Workspace, run: ActionRun) -> tuple[Inputs, Choice]:
    """What a run decided and from what. Raises UnableToReadRun."""
    path = run_path(workspace, run.pk)
    if not path.exists():
        raise UnableToReadRun("gone")
    return _read(read_file(path), run)


def read_customer(workspace: Workspace, run: ActionRun, customer: int) -> tuple[Inputs, Choice] | None:
    """The same of one customer, from the part of the file where they are; null of whom was not in it."""
    path = run_path(workspace, run.pk)
    if not path.exists():
        return None
    with pq.ParquetFile(path) as file:
        for number in range(file.num_row_groups):
            bounds = file.metadata.row_group(number).column(1).statistics
            if bounds is not None and not bounds.min <= customer <= bounds.max:
                continue
            rows = file.read_row_group(number)
            here = int(np.searchsorted(rows["customer_id"].to_numpy(), customer))
            if here < rows.num_rows and rows["customer_id"][here].as_py() == customer:
                return _read(rows.slice(here, 1), run)
    return None


def read_verdicts(workspace: Workspace, run: ActionRun, *, offers: Collection[int]) -> list[tuple[int, Any, Any]]:
    """Of each of these offers that was in the run its number, the customers and the verdicts, and nothing else of the file; empty where it is gone."""
    path = run_path(workspace, run.pk)
    places = {one.offer: place for place, one in enumerate(rivals_of(run)) if one.offer in offers}
    if not places or not path.exists():
        return []
    rows = read_file(path, ["customer_id", *(f"verdict_{place}" for place in places.values())])
    ids = rows["customer_id"].to_numpy()
    return [(offer, ids, rows[f"verdict_{place}"].to_numpy()) for offer, place in places.items()]


def _read(rows: pa.Table, run: ActionRun) -> tuple[Inputs, Choice]:
    rivals = rivals_of(run)
    inputs = Inputs(
        on=run.on_date,
        seed=run.seed,
        ids=rows["customer_id"].to_numpy(),
        owners=rows["owner"].to_numpy(),
        strata=rows["stratum"].to_numpy(),
        rivals=rivals,
        verdicts=_each(rows, "asked", rivals),
        margins=_each(rows, "margin", rivals),
        done={(int(place), int(owner)): int(count) for place, owner, count in run.counts.get("done", [])},
    )
    choice = Choice(
        rows["chosen"].to_numpy(),
        rows["control"].to_numpy(zero_copy_only=False),
        _each(rows, "verdict", rivals),
        _each(rows, "money", rivals),
        _each(rows, "uplift", rivals),
    )
    return inputs, choice


def _each(rows: pa.Table, name: str, rivals: Sequence[Rival]) -> tuple[Any, ...]:
    return tuple(rows[f"{name}_{place}"].to_numpy() for place in range(len(rivals)))
