"""A run of scores on Spark against the same on DuckDB: equal row by row, how much longer, and how it grows with the data."""

import importlib.util
import os
import shutil
from dataclasses import replace
from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import READY, Ground, last_json
from lazo.bench.measure import case_command, measure
from lazo.bench.reading import Reading, at_most

GROUND = "warehouse"
SPARK = "local[2]"
DUCKDB, ARRAYS = "duckdb", "arrays"
SMALLER, LARGER = 4, 2
"""The growth is from a fourth of the data to twice of it."""
DATA = SMALLER * LARGER


def compare_spark(ground: Ground) -> Result:
    """`LAZO_ENGINE` of this process, where it is a Spark, is the one that is measured; else one with two cores on this machine."""
    if not importlib.util.find_spec("pyspark") or not shutil.which("java"):
        return Result([], not_measured=("Spark: faltan pyspark (lazo-crm[spark]) o Java 17",))
    costs = Costs()
    spark, duckdb = _flow(ground, _engine(), costs), _flow(ground, DUCKDB, costs)
    arrays = _flow(ground, ARRAYS, costs)
    equal = last_json(measure(case_command("engine_equal", _place(ground, DUCKDB), _place(ground, "spark"))))
    small = _flow(_sized(ground, 1, SMALLER), _engine(), costs)
    large = _flow(_sized(ground, LARGER, 1), _engine(), costs)
    growth = _work(large) / _work(small)
    return Result(
        [
            *(_differing(name, rows) for name, rows in equal.items()),
            Reading("cuentas que difieren", float(spark["counts"] != duckdb["counts"]), "", at_most(0)),
            Reading("Spark / DuckDB, sin abrir la sesión", _work(spark) / _work(duckdb), "veces", at_most(8)),
            Reading("de ellas, el resumen por mes", _wall(spark, "rollup") / _wall(duckdb, "rollup"), "veces"),
            Reading("de ellas, puntuar", _wall(spark, "run") / _wall(duckdb, "run"), "veces"),
            Reading("Spark / los arreglos de siempre", _work(spark) / _work(arrays), "veces"),
            Reading("Spark / DuckDB, CPU", _cpu(spark) / _cpu(duckdb), "veces"),
            Reading("abrir la sesión", _wall(spark, "start"), "s"),
            Reading(f"tiempo con {DATA} veces los datos / {DATA}", growth / DATA, "veces", at_most(1)),
        ],
        costs.medians(),
    )


def _engine() -> str:
    told = os.environ.get("LAZO_ENGINE", DUCKDB)
    return SPARK if told == DUCKDB else told


def _sized(ground: Ground, times: int, parts: int) -> Ground:
    size = ground.size
    return replace(
        ground,
        size=replace(size, customers=size.customers * times // parts, purchases=size.purchases * times // parts),
    )


def _place(ground: Ground, name: str) -> Any:
    return ground.path(f"by-{name}")


def _flow(ground: Ground, engine: str, costs: Costs) -> dict[str, Any]:
    _ensure_ground(ground)
    name = engine if engine in {DUCKDB, ARRAYS} else "spark"
    folder = _place(ground, name)
    shutil.rmtree(folder, ignore_errors=True)
    ground.tell(f"{ground.size.purchases:,} compras con {engine}")
    options = ["--arrays"] if engine == ARRAYS else []
    run = ground.run(
        case_command("engine_flow", folder, *options),
        workspace=ground.path(GROUND),
        environment={"LAZO_ENGINE": DUCKDB if engine == ARRAYS else engine},
    )
    costs.note(f"{name}, {ground.size.purchases:,} compras", run.cost)
    return last_json(run)


def _ensure_ground(ground: Ground) -> None:
    folder = ground.path(GROUND)
    if not (folder / READY).exists():
        purchases = ground.purchases()
        ground.fresh_workspace(GROUND)
        ground.tell("Llenando el almacén")
        ground.run(case_command("segment_ground", purchases, ground.size.customers), workspace=folder)
        (folder / READY).touch()


def _differing(name: str, rows: list[int]) -> Reading:
    return Reading(f"{name}: filas que difieren, de {rows[0]:,}", rows[1], "filas", at_most(0))


def _work(told: dict[str, Any]) -> float:
    return _wall(told, "rollup") + _wall(told, "run")


def _wall(told: dict[str, Any], what: str) -> float:
    return float(told["spent"][what]["wall"])


def _cpu(told: dict[str, Any]) -> float:
    return float(told["spent"]["rollup"]["cpu"] + told["spent"]["run"]["cpu"])


SPARK_RUN = Comparison("spark", "Una corrida de puntajes en Spark y en DuckDB", compare_spark)
