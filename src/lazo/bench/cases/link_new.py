"""Records that come later (Parquet) against a base that `link_base` kept, into which they are put. The last line is JSON: how many pairs, and how many of them are true.

link_new FOLDER RECORDS BASE        compare, the truth of the base read from BASE
link_new FOLDER RECORDS BATCHES     only put them in, so many times, each time under other numbers
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.analytics.linkage.base_index import BaseIndex
from lazo.analytics.linkage.engine import open_engine
from lazo.analytics.linkage.matching_new import match_new
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.prepared import prepare
from lazo.analytics.linkage.settings import PARTIES
from lazo.analytics.linkage.thresholds import THRESHOLDS
from lazo.bench.cases.link_base import MODEL

FIRST_BATCH = 100_000_000


def main(folder: Path, records: Path, base: Path) -> None:
    rows = pq.read_table(records)
    model = Model.from_json((folder / MODEL).read_text(), PARTIES)
    index = BaseIndex(folder)
    with open_engine(threads=2) as engine:
        prepared = prepare(rows.drop_columns(["truth"]), engine=engine)
        index.forget(rows["party_id"].to_pylist())
        found = match_new(prepared, index, model).pairs.select("left", "right", "probability").to_pyarrow()
        index.append(prepared)
    sys.stdout.write(json.dumps(_told(found, rows, pq.read_table(base, columns=["party_id", "truth"]))) + "\n")


def _told(found: pa.Table, rows: pa.Table, base: pa.Table) -> dict[str, int]:
    """Of the pairs that would be joined, how many there are and how many are true; how many of the records are somebody of the base."""
    truth = dict(zip(base["party_id"].to_pylist(), base["truth"].to_pylist(), strict=True))
    people = set(truth.values())
    truth |= dict(zip(rows["party_id"].to_pylist(), rows["truth"].to_pylist(), strict=True))
    joined = [row for row in found.to_pylist() if row["probability"] >= THRESHOLDS.merge]
    true = [row for row in joined if truth.get(row["left"], -1) == truth.get(row["right"], -2)]
    known = {number for row in true for number in (row["left"], row["right"])} & set(rows["party_id"].to_pylist())
    again = [
        number
        for number, of in zip(rows["party_id"].to_pylist(), rows["truth"].to_pylist(), strict=True)
        if of in people
    ]
    return {"joined": len(joined), "true": len(true), "again": len(again), "found": len(known & set(again))}


def put(folder: Path, records: Path, batches: int) -> None:
    """So many batches, as runs put them in; of the one before, the first record has changed."""
    import ibis

    rows = pq.read_table(records).drop_columns(["truth"])
    index = BaseIndex(folder)
    with open_engine(threads=2) as engine:
        prepared = prepare(rows, engine=engine)
        keys = engine.keep(prepared.keys)
        for batch in range(batches):
            shift = ibis.literal(FIRST_BATCH + batch * rows.num_rows)
            index.forget([FIRST_BATCH + (batch - 1) * rows.num_rows + rows["party_id"][0].as_py()])
            moved = prepared.table.mutate(party_id=prepared.table.party_id + shift)
            index.append(replace(prepared, table=moved, keys=keys.mutate(party_id=keys.party_id + shift)))


if __name__ == "__main__":
    if sys.argv[3].isdecimal():
        put(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
