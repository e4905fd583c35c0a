"""Prepares drawn records (Parquet), learns a model of them and keeps both in a folder, for `link_new`."""

import sys
from pathlib import Path

import pyarrow.parquet as pq

from lazo.analytics.linkage.base_index import BaseIndex
from lazo.analytics.linkage.engine import open_engine
from lazo.analytics.linkage.prepared import prepare
from lazo.analytics.linkage.training import train
from lazo.bench.cases.link import SEED

MODEL = "model.json"


def main(records: Path, folder: Path) -> None:
    rows = pq.read_table(records).drop_columns(["truth"])
    with open_engine(threads=2) as engine:
        prepared = prepare(rows, engine=engine)
        del rows
        model = train(prepared, seed=SEED)
        BaseIndex(folder).build(prepared)
    (folder / MODEL).write_text(model.to_json())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
