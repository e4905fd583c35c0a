from typing import Any

from lazo.analytics.linkage.clusters import cluster
from lazo.analytics.linkage.matching_one import contributions, prepare_one, probability_of, with_holders
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.prepared import Prepared
from lazo.analytics.linkage.scoring import score_pairs
from lazo.analytics.linkage.waterfall import waterfall


def test_the_same_people_are_found_again(prepared: Prepared, model: Model, known: Any) -> None:
    truth = known[1]
    pairs = score_pairs(prepared, model, threshold=0.95).pairs.to_pyarrow()
    found = {(left, right) for left, right in zip(pairs["left"].to_pylist(), pairs["right"].to_pylist(), strict=True)}
    same = {(party, party + 1) for party in truth if truth.get(party + 1) == truth[party]}
    assert len(same) == 100
    assert found <= same
    assert len(found) >= 95


def test_weights_of_a_pair_add_up(prepared: Prepared, model: Model) -> None:
    for row in score_pairs(prepared, model).pairs.to_pyarrow().to_pylist():
        steps = waterfall(row, model)
        assert abs(sum(step.weight for step in steps) - row["match_weight"]) < 1e-9
        assert steps[-1].comparison is None
        assert abs(probability_of(row["match_weight"]) - row["probability"]) < 1e-12


def test_plain_python_weighs_as_splink(prepared: Prepared, model: Model, known: Any) -> None:
    rows = known[0].to_pylist()
    ready = {
        row["party_id"]: row for row in with_holders([prepare_one(row, model.settings) for row in rows], model.settings)
    }
    scored = score_pairs(prepared, model, threshold=1e-6).pairs.to_pyarrow().to_pylist()
    assert len(scored) > 100
    for row in scored:
        parts = contributions(ready[row["left"]], ready[row["right"]], model)
        assert {part.comparison: part.level for part in parts} == {
            one.name: row[f"{one.name}_level"] for one in model.settings.comparisons
        }
        assert abs(model.starting_weight + sum(part.weight for part in parts) - row["match_weight"]) < 1e-6


def test_clusters_of_the_base_are_its_people(prepared: Prepared, model: Model, known: Any) -> None:
    members = cluster(score_pairs(prepared, model).pairs).members.to_pylist()
    assert {known[1][row["party_id"]] == known[1][row["cluster_id"]] for row in members} == {True}
