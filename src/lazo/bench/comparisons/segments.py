"""Segments over a whole base: counted while one types, found again a hundred at a time, and one customer asked of all."""

from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import READY, Ground, last_json
from lazo.bench.measure import case_command
from lazo.bench.reading import Goal, Reading, at_most

SEGMENTED = "segmented"
ASKED = "contar segmentos"
GOALS: dict[str, tuple[str, str, float, Goal | None]] = {
    "warm": ("contar un segmento de seis condiciones, ya preguntadas: p95", "ms de CPU", 1, at_most(300)),
    "cold": ("contar uno cuyas condiciones nadie preguntó: p95", "ms de CPU", 1, None),
    "numbers": ("todas sus cifras: valor, alcance, ciclo, cada regla: p95", "ms de CPU", 1, at_most(300)),
    "first_cold": ("más de 2 compras, en México, creados el año pasado: la primera vez", "ms de CPU", 1, at_most(60)),
    "first_warm": ("las mismas tres reglas otra vez: p95", "ms de CPU", 1, at_most(60)),
    "rebuild": ("volver a contar cien segmentos y escribir sus clientes, desde cero", "s de CPU", 1, at_most(60)),
    "rebuild_again": ("lo mismo cuando nada cambió", "s de CPU", 1, None),
    "customer": ("un cliente contra cien segmentos: p95", "ms de CPU", 1, at_most(20)),
}


def compare_segments(ground: Ground) -> Result:
    """CPU of counts, of a rebuild and of one customer in one process; by the clock beside it."""
    _ensure_ground(ground)
    run = ground.run(case_command("segments"), workspace=ground.path(SEGMENTED))
    costs = Costs()
    costs.note(ASKED, run.cost)
    found = last_json(run)
    return Result([*_readings(found)], costs.medians())


def _ensure_ground(ground: Ground) -> None:
    folder = ground.path(SEGMENTED)
    if (folder / READY).exists():
        return
    purchases = ground.purchases()
    ground.fresh_workspace(SEGMENTED)
    ground.tell("Llenando el almacén")
    ground.run(case_command("segment_ground", purchases, ground.size.customers), workspace=folder)
    (folder / READY).touch()


def _readings(found: dict[str, Any]) -> list[Reading]:
    readings = []
    for key, (label, unit, scale, goal) in GOALS.items():
        told = _one(found[key])
        readings.append(Reading(label, told["cpu"] * scale, unit, goal))
        readings.append(Reading(f"{label}, por el reloj", told["wall"] * scale, unit.removesuffix(" de CPU")))
    return readings


def _one(told: Any) -> dict[str, float]:
    return told if isinstance(told, dict) else {"cpu": told[0], "wall": told[1]}


SEGMENTS = Comparison("segments", "Segmentos: contar, volver a contar y un cliente", compare_segments)
