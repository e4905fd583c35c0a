"""Links one set of records and says how well; the last line is JSON.

link demo CUSTOMERS                 the fictitious company
link SET FOLDER                     a public set below FOLDER
link drawn FILE                     drawn records with their truth (Parquet)
"""

import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.analytics.linkage.clusters import cluster
from lazo.analytics.linkage.comparing import compare_candidates
from lazo.analytics.linkage.engine import open_engine
from lazo.analytics.linkage.prepared import prepare
from lazo.analytics.linkage.scoring import score_pairs
from lazo.analytics.linkage.settings import PARTIES, LinkSettings
from lazo.analytics.linkage.thresholds import THRESHOLDS
from lazo.analytics.linkage.training import train
from lazo.bench.agreement import agreement

SEED = 1


def main(what: str, where: str) -> None:
    records, truth, settings = _read(what, where)
    kinds = records["kind"].to_pylist() if "kind" in records.column_names else ["PERSON"] * len(truth)
    with open_engine(threads=2) as engine:
        prepared = prepare(records, engine=engine, settings=settings)
        del records
        levels = compare_candidates(prepared)
        model = train(prepared, seed=SEED, levels=levels)
        found = (
            score_pairs(prepared, model, levels=levels)
            .pairs.select("left", "right", "match_weight", "probability")
            .to_pyarrow()
        )
        compared = int(levels.count().to_pyarrow().as_py())
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


def _told(found: pa.Table, truth: list[Any], kinds: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for use, threshold in (("automatic", THRESHOLDS.merge), ("proposed", THRESHOLDS.review)):
        members = cluster(found, merge_threshold=threshold).members
        label_of = dict(zip(members["party_id"].to_pylist(), members["cluster_id"].to_pylist(), strict=True))
        for kind in sorted(set(kinds)):
            places = [place for place, other in enumerate(kinds) if other == kind]
            agreed = agreement([label_of.get(place, place) for place in places], [truth[place] for place in places])
            told.setdefault(kind, {})[use] = {"precision": agreed.precision, "recall": agreed.recall, "f1": agreed.f1}
    return told


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
