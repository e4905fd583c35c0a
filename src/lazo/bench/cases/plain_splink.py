"""Splink by itself on records that are prepared already: the same comparisons, its own blocking, chances and maximisation."""

import sys
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from lazo.analytics.linkage.engine import open_engine
from lazo.analytics.linkage.model import default_model
from lazo.analytics.linkage.prepared import prepare
from lazo.analytics.linkage.settings import PARTIES
from lazo.analytics.linkage.splink_settings import splink_settings

CHANCE_PAIRS = 1e6


def main(path: str) -> None:
    from splink import Linker, block_on

    records = pq.read_table(Path(path)).drop_columns(["truth"])
    blocks = [block for block in PARTIES.blocks if block[0] not in PARTIES.shared and block[0] != "company_names"]
    rules: list[Any] = [block_on(*block) for block in blocks]
    rules += [block_on(name, arrays_to_explode=[name]) for name in PARTIES.shared]
    with open_engine(threads=2) as engine:
        prepared = prepare(records, engine=engine)
        rows = int(prepared.table.count().to_pyarrow().as_py())
        settings = splink_settings(default_model(PARTIES, records=rows), "duckdb")
        for comparison in settings["comparisons"]:
            for level in comparison["comparison_levels"]:
                level.pop("m_probability", None)
                level.pop("u_probability", None)
        settings["blocking_rules_to_generate_predictions"] = rules
        linker = Linker(
            engine.splink().register(engine.keep(prepared.table).op().name),
            settings,
            log_level=None,
            validate_settings=False,
        )
        linker.training.estimate_u_using_random_sampling(max_pairs=CHANCE_PAIRS, seed=1)
        for block in (("full_name_key",), ("birth",)):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*block))
        found = linker.inference.predict(threshold_match_probability=0.75, warning_mode="never")
        linker.clustering.cluster_pairwise_predictions_at_threshold(found, 0.95)


if __name__ == "__main__":
    main(sys.argv[1])
