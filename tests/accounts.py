"""A small portfolio: companies of Ana's and one of Carla's, with the files that a score run leaves."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from listed import add_party, add_score
from world import World

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.portfolio.account_file import accounts_path
from lazo.differentiate.queries.served import Served
from lazo.differentiate.scoring.score_file import costs_path, score_path
from lazo.identify.models import Party
from lazo.kernel.workspace import Workspace

ON = date(2025, 10, 31)
SCORES = pa.schema(
    {
        "customer_id": pa.int64(), "kind": pa.string(), "n_purchases": pa.int32(), "sub_state": pa.string(),
        "age_days": pa.int32(), "value_12m": pa.int64(), "value_is_margin": pa.bool_(), "clv": pa.int64(),
        "potential_value": pa.int64(), "revenue_ratio": pa.float64(), "tier": pa.string(), "value_365d": pa.int64(),
    }
)  # fmt: skip
FACTS = pa.schema(
    {
        "customer_id": pa.int64(), "revenue_12m": pa.int64(), "margin_12m": pa.int64(), "orders_12m": pa.int64(),
        "returns_12m": pa.int64(), "interactions_12m": pa.int64(), "price_index": pa.float64(),
    }
)  # fmt: skip
COSTS = pa.schema({name: pa.int64() for name in ("customer_id", *(one.name for one in fields(Served)))})
BLANK_SCORE = {"kind": "ORGANIZATION", "n_purchases": 5, "sub_state": "", "age_days": 100, "value_12m": 0,
               "value_is_margin": True, "clv": 0, "potential_value": 0, "revenue_ratio": None, "tier": "LMC",
               "value_365d": 0}  # fmt: skip
Rows = Mapping[int, Mapping[str, Any]]


def write_run(
    workspace: Workspace, scores: Rows, facts: Rows, costs: Rows | None = None, *, on: date = ON, current: bool = True
) -> ScoreRun:
    """A finished run of the day `on` with its files of scores, of companies and, where given, of costs."""
    run = ScoreRun.objects.create(
        on_date=on, state=ScoreRun.State.DONE, version="1", is_current=current, parameters={"r": 1.0}
    )
    _write(score_path(workspace, run.pk), SCORES, scores, BLANK_SCORE)
    _write(accounts_path(workspace, run.pk), FACTS, facts, {})
    if costs is not None:
        _write(costs_path(workspace, run.pk), COSTS, costs, dict.fromkeys(COSTS.names, 0))
    return run


def _write(path: Any, schema: pa.Schema, rows: Rows, blank: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nothing = dict.fromkeys(schema.names)
    table = [{**nothing, **blank, "customer_id": number, **row} for number, row in sorted(rows.items())]
    pq.write_table(pa.Table.from_pylist(table, schema=schema), path)


def make_portfolio(world: World, workspace: Workspace, *, costs: bool = False) -> dict[str, Party]:
    """Four companies of Ana's: a large one, a small one, one lost, one that makes a loss; a prospect; and one of Carla's."""
    names = {"large": "Hotel Grande", "small": "Café Chico", "lost": "Casa Ida", "loss": "Oficina Cara", "new": "Nueva"}
    made = {key: add_party(name, kind="ORGANIZATION", owner=world.ana, team=world.north) for key, name in names.items()}
    made["hers"] = add_party("Bodega Ajena", kind="ORGANIZATION", owner=world.carla, team=world.south)
    made["person"] = add_party("Ana Pérez", owner=world.ana, team=world.north)
    scores = {
        "large": {"potential_value": 900, "age_days": 900, "value_12m": 400, "revenue_ratio": 1.0},
        "small": {"potential_value": 100, "age_days": 100, "value_12m": 10, "revenue_ratio": 2.0},
        "lost": {"potential_value": 800, "age_days": 800, "sub_state": "lost"},
        "loss": {"potential_value": 50, "value_12m": -70},
        "new": {"n_purchases": 0, "potential_value": None, "age_days": None, "tier": ""},
        "hers": {"potential_value": 500, "value_12m": 100},
    }
    facts = {
        "large": {"revenue_12m": 1000, "margin_12m": 400, "orders_12m": 10, "returns_12m": 0, "interactions_12m": 20, "price_index": 0.9},
        "small": {"revenue_12m": 100, "margin_12m": 10, "orders_12m": 4, "returns_12m": 1, "interactions_12m": 1, "price_index": 1.1},
        "loss": {"revenue_12m": 300, "margin_12m": -70, "orders_12m": 2, "returns_12m": 2, "interactions_12m": 30, "price_index": 1.0},
        "hers": {"revenue_12m": 500, "margin_12m": 100, "orders_12m": 5, "returns_12m": 0, "interactions_12m": 5, "price_index": 1.2},
    }  # fmt: skip
    spent = {"large": {"cost": 100, "net_12m": 300}, "small": {"cost": 30, "net_12m": -20}} if costs else None

    def numbered(rows: Mapping[str, Mapping[str, Any]]) -> dict[int, Mapping[str, Any]]:
        return {made[key].pk: row for key, row in rows.items()}

    run = write_run(workspace, numbered(scores), numbered(facts), numbered(spent) if spent else None)
    for key in scores:
        add_score(made[key], run, n_purchases=0 if key == "new" else 5)
    return made
