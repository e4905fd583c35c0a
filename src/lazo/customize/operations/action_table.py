"""The table of next actions, built aside from a run and swapped in whole."""

from contextlib import closing
from typing import Any

import numpy as np
import pyarrow as pa

from lazo.customize.deciding.choice import NOTHING, Choice, Inputs
from lazo.customize.deciding.inputs import Asked
from lazo.customize.deciding.run_file import action_number, write_table
from lazo.customize.models import ActionRun, NextAction
from lazo.customize.models.next_action import ROWS_OF_A_RUN
from lazo.differentiate.operations import aside
from lazo.differentiate.operations.filling import filled
from lazo.kernel.jobs import JobContext
from lazo.kernel.workspace import Workspace

COLUMNS = (
    "id",
    "run_id",
    "party_id",
    "owner_id",
    "offer_id",
    "channel",
    "expected",
    "uplift",
    "margin",
    "cost",
    "inputs",
)
FOLDER = "actions"
AFTERWARDS = ROWS_OF_A_RUN // 2
"""Numbers from here on are of actions that were decided for one customer after the run."""


def fill_next(workspace: Workspace, *, run: ActionRun, asked: Asked, choice: Choice, context: JobContext) -> None:
    """Make the table of this run; one left by a killed attempt is thrown away first."""
    name = aside.aside_name(NextAction, run.pk)
    aside.drop_aside(NextAction)
    aside.create_aside(NextAction, name)
    rows = _rows(run, asked, choice)
    path = workspace.warehouse / FOLDER / f"next-{run.pk:08d}.parquet"
    write_table(rows, path)
    try:
        done = 0
        with closing(filled(name, path, COLUMNS, rows.num_rows)) as batches:
            for some in batches:
                done += some
                context.progress(done, rows.num_rows, "escribir acciones")
                context.raise_if_cancelled()
    finally:
        path.unlink(missing_ok=True)
    aside.index_aside(NextAction, name)


def swap_next(run: ActionRun) -> None:
    """Put the table of this run in the place of the last one; call it inside the transaction of the run."""
    aside.swap_in(NextAction, aside.aside_name(NextAction, run.pk), has_names=False)


def row_of(run: ActionRun, asked: Asked, choice: Choice, *, number: int) -> NextAction:
    """The action of the one customer asked about, with what it was decided from."""
    values: dict[str, Any] = {name: column[0].as_py() for name, column in _columns(run, asked, choice).items()}
    return NextAction(**{**values, "id": number, "inputs": inputs_json(asked.inputs, choice)})


def number_behind(run: ActionRun, latest: int | None) -> int:
    """The number of the next action that is decided after the run."""
    return max(latest or 0, action_number(run.pk, AFTERWARDS)) + 1


def inputs_json(inputs: Inputs, choice: Choice) -> dict[str, Any]:
    """What one customer's action was decided from, and what of each offer came out, as JSON."""
    return {
        "on": inputs.on.isoformat(),
        "seed": inputs.seed,
        "customer": int(inputs.ids[0]),
        "owner": int(inputs.owners[0]),
        "stratum": int(inputs.strata[0]),
        "rivals": [one.as_json() for one in inputs.rivals],
        "asked": [int(one[0]) for one in inputs.verdicts],
        "margins": [int(one[0]) for one in inputs.margins],
        "done": [[place, owner, count] for (place, owner), count in sorted(inputs.done.items())],
        "chosen": int(choice.chosen[0]),
        "control": bool(choice.control[0]),
        "verdicts": [int(one[0]) for one in choice.verdicts],
        "money": [int(one[0]) for one in choice.money],
        "uplifts": [float(one[0]) for one in choice.uplifts],
    }


def _rows(run: ActionRun, asked: Asked, choice: Choice) -> pa.Table:
    columns = _columns(run, asked, choice)
    return pa.table({**columns, "inputs": pa.nulls(len(columns["id"]), pa.string())})


def _columns(run: ActionRun, asked: Asked, choice: Choice) -> dict[str, Any]:
    inputs = asked.inputs
    rows = np.flatnonzero((choice.chosen != NOTHING) & ~choice.control)
    chosen = choice.chosen[rows]
    costs = np.array([one.cost for one in inputs.rivals], np.int64)
    offers = np.array([one.offer for one in inputs.rivals], np.int64)
    channel = np.full(len(rows), "", object)
    margin, money, uplift = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64), np.zeros(len(rows))
    for place, candidate in enumerate(asked.candidates):
        mine, offer = chosen == place, candidate.offer
        at = rows[mine]
        margin[mine], money[mine] = inputs.margins[place][at], choice.money[place][at]
        uplift[mine] = choice.uplifts[place][at]
        if offer.channels:
            names = np.array(offer.channels, object)
            channel[mine] = names[asked.permission.channel_of(offer.purpose, offer.channels, at)]
    owners = inputs.owners[rows]
    return {
        "id": pa.array(action_number(run.pk, 0) + rows.astype(np.int64)),
        "run_id": pa.array(np.full(len(rows), run.pk, np.int64)),
        "party_id": pa.array(inputs.ids[rows]),
        "owner_id": pa.array(owners, mask=owners == 0),
        "offer_id": pa.array(offers[chosen] if len(rows) else np.zeros(0, np.int64)),
        "channel": pa.array(channel.tolist(), pa.string()),
        "expected": pa.array(money),
        "uplift": pa.array(uplift),
        "margin": pa.array(margin),
        "cost": pa.array(costs[chosen] if len(rows) else np.zeros(0, np.int64)),
    }
