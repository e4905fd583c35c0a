"""Links one set of records and says how well; the last line is JSON.

link demo CUSTOMERS                 the fictitious company
link SET FOLDER                     a public set below FOLDER
link drawn FILE                     drawn records with their truth (Parquet)
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lazo.analytics.linkage.candidates import candidates
from lazo.analytics.linkage.clusters import cluster
from lazo.analytics.linkage.engine import open_engine
from lazo.analytics.linkage.prepared import prepare
from lazo.analytics.linkage.scoring import score_pairs
from lazo.analytics.linkage.settings import PARTIES, LinkSettings
from lazo.analytics.linkage.thresholds import THRESHOLDS
from lazo.analytics.linkage.training import train
from lazo.bench.agreement import agreement, numbered

SEED = 1


def main(what: str, where: str) -> None:
    records, truth, settings = _read(what, where)
    kinds = records["kind"] if "kind" in records.column_names else pa.array(["PERSON"] * len(truth))
    with open_engine(threads=2) as engine:
        prepared = prepare(records, engine=engine, settings=settings)
        del records
        pairs = candidates(prepared)
        model = train(prepared, seed=SEED, pairs=pairs)
        found = (
            score_pairs(prepared, model, pairs=pairs)
            .pairs.select("left", "right", "match_weight", "probability")
            .to_pyarrow()
        )
        compared = int(pairs.count().to_pyarrow().as_py())
    sys.stdout.write(json.dumps({"candidates": compared, "records": len(truth), **_told(found, truth, kinds)}) + "\n")


def _read(what: str, where: str) -> tuple[pa.Table, list[Any], LinkSettings]:
    if what == "demo":
        from lazo.bench.linkage_demo import demo_records

        return *demo_records(int(where)), PARTIES
    if what == "drawn":
        rows = pq.read_table(where)
        return rows.drop_columns(["truth"]), rows["truth"].to_pylist(), PARTIES
    from lazo.bench.public_people import PUBLIC_SETS

    one = PUBLIC_SETS[what]
    return *one.read(Path(where)), one.settings(what)


def _told(found: pa.Table, truth: list[Any], kinds: pa.Array | pa.ChunkedArray) -> dict[str, Any]:
    told: dict[str, Any] = {}
    true = numbered(truth)
    for use, threshold in (("automatic", THRESHOLDS.merge), ("proposed", THRESHOLDS.review)):
        members = cluster(found, merge_threshold=threshold).members
        label = np.arange(len(true))
        label[members["party_id"].to_numpy()] = members["cluster_id"].to_numpy()
        for kind in sorted(pc.unique(kinds).to_pylist()):
            of = pc.equal(kinds, kind).to_numpy(zero_copy_only=False)
            agreed = agreement(label[of], true[of])
            told.setdefault(kind, {})[use] = {
                "precision": agreed.precision,
                "recall": agreed.recall,
                "f1": agreed.f1,
            }
    return told


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
