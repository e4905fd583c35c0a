"""The truth behind the fictitious records, kept beside the files so that resolution and forecasts can be measured."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.demo.behaviour import Behaviour
from lazo.demo.records import Record


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
