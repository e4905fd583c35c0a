"""The truth behind the fictitious records, kept beside the files so that resolution and forecasts can be measured."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.demo.behaviour import Behaviour
from lazo.demo.records import Record

if TYPE_CHECKING:
    from lazo.demo.trial import Truth

TRIAL = "trial.json"


def write_truth(folder: Path, records: list[Record], behaviour: Behaviour) -> None:
    """`records.parquet` (source, external_id, truth, change) and `behaviour.parquet` (truth, rate, dropout, left_on)."""
    pq.write_table(
        pa.table(
            {
                "source": [record.source for record in records],
                "external_id": [record.external_id for record in records],
                "truth": [record.truth for record in records],
                "change": [record.change for record in records],
            }
        ),
        folder / "records.parquet",
        compression="zstd",
    )
    simulation = behaviour.simulation
    pq.write_table(
        pa.table(
            {
                "truth": behaviour.buyers + 1,
                "rate_per_week": simulation.rate,
                "dropout": simulation.dropout,
                "left_on_day": simulation.left_on,
            }
        ),
        folder / "behaviour.parquet",
        compression="zstd",
    )


def write_trial_truth(folder: Path, truths: "Sequence[Truth]") -> None:
    """`trial.json`: by key of the campaign the customers decided and treated, purchases it caused, and the true effect."""
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        one.key: {name: getattr(one, name) for name in ("decided", "treated", "caused", "effect")} for one in truths
    }
    (folder / TRIAL).write_text(json.dumps(told), encoding="utf-8")


def trial_truth(folder: Path) -> "dict[str, dict[str, int | float]]":
    """What `write_trial_truth` wrote."""
    found: dict[str, dict[str, int | float]] = json.loads((folder / TRIAL).read_text(encoding="utf-8"))
    return found
