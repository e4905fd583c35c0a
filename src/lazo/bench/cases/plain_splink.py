"""Splink by itself on records that are prepared already: the same comparisons, keys and thresholds, its own blocking, chances and maximisation.

plain_splink RECORDS    the last line is JSON: pairs at the threshold of the review, and the levels that its maximisation took to nothing
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from lazo.analytics.linkage.engine import open_engine
from lazo.analytics.linkage.model import default_model
from lazo.analytics.linkage.prepared import prepare
from lazo.analytics.linkage.settings import PARTIES
from lazo.analytics.linkage.splink_settings import splink_settings
from lazo.analytics.linkage.thresholds import THRESHOLDS

CHANCE_PAIRS = 1e6
LEAST_SAME = 1e-9
"""A level that none of the pairs taken for the same reaches has no share left, of which Splink then takes the logarithm and stops."""


def main(path: str) -> None:
    from splink import Linker, block_on

    records = pq.read_table(Path(path)).drop_columns(["truth"])
    blocks = [block for block in PARTIES.blocks if block[0] not in PARTIES.shared and block[0] != "company_names"]
    rules: list[Any] = [block_on(*block) for block in blocks]
    rules += [block_on(name, arrays_to_explode=[name]) for name in PARTIES.shared]
    with open_engine(threads=2) as engine:
        prepared = prepare(records, engine=engine)
        settings = splink_settings(default_model(PARTIES, records=prepared.count()), "duckdb")
        for comparison in settings["comparisons"]:
            for level in comparison["comparison_levels"]:
                level.pop("m_probability", None)
                level.pop("u_probability", None)
        settings["blocking_rules_to_generate_predictions"] = rules
        linker = Linker(
            engine.splink().register(engine.keep(prepared.table).op().name),
            settings,
            log_level="ERROR",
            validate_settings=False,
        )
        raised = _kept_above_nothing()
        linker.training.estimate_u_using_random_sampling(max_pairs=CHANCE_PAIRS, seed=1)
        for block in (("full_name_key",), ("birth",)):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(*block))
        found = linker.inference.predict(threshold_match_probability=THRESHOLDS.review, warning_mode="never")
        linker.clustering.cluster_pairwise_predictions_at_threshold(found, THRESHOLDS.merge)
        pairs = engine.con.table(found.physical_name).count().to_pyarrow().as_py()
    sys.stdout.write(json.dumps({"pairs": pairs, "raised": sorted(raised)}) + "\n")


def _kept_above_nothing() -> set[str]:
    """Let Splink's maximisation leave every level a share of `LEAST_SAME`; the levels for which that was needed come into the set."""
    from splink.internals import expectation_maximisation

    raised: set[str] = set()
    step: Callable[..., Any] = expectation_maximisation.maximisation_step

    def kept(**told: Any) -> Any:
        found = step(**told)
        for comparison in found.comparisons:
            for level in comparison._comparison_levels_excluding_null:  # noqa: SLF001 - Splink has no other way to its levels
                share = level.m_probability
                if isinstance(share, float | int) and share < LEAST_SAME:
                    level.m_probability = LEAST_SAME
                    raised.add(f"{comparison.output_column_name} {level.label_for_charts}")
        return found

    expectation_maximisation.maximisation_step = kept  # type: ignore[assignment]  # called by name
    return raised


if __name__ == "__main__":
    main(sys.argv[1])
