"""The next best action of everybody, of one customer, and a decision made again."""

from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import READY, Ground, last_json
from lazo.bench.measure import case_command
from lazo.bench.reading import Goal, Reading, at_most

ACTED = "acted"
DECIDED = "decidir para todos, dos días"
GOALS: dict[str, tuple[str, str, Goal | None]] = {
    "first": ("decidir para todos y formar sus grupos, 10 ofertas", "s de CPU", at_most(60)),
    "next": ("decidir para todos al día siguiente", "s de CPU", at_most(45)),
    "one": ("decidir de nuevo para un cliente: mediana", "ms de CPU", at_most(250)),
    "replay": ("repetir una decisión y compararla entera", "s de CPU", None),
}


def compare_act(ground: Ground) -> Result:
    """CPU of two days' decisions, of one customer and of a replay in one process; by the clock beside it."""
    _ensure_ground(ground)
    run = ground.run(case_command("act"), workspace=ground.path(ACTED))
    costs = Costs()
    costs.note(DECIDED, run.cost)
    return Result(_readings(last_json(run)), costs.medians())


def _ensure_ground(ground: Ground) -> None:
    folder = ground.path(ACTED)
    if (folder / READY).exists():
        return
    purchases = ground.purchases()
    ground.fresh_workspace(ACTED)
    ground.tell("Llenando el almacén")
    ground.run(case_command("segment_ground", purchases, ground.size.customers), workspace=folder)
    (folder / READY).touch()


def _readings(found: dict[str, Any]) -> list[Reading]:
    readings = []
    for key, (label, unit, goal) in GOALS.items():
        readings.append(Reading(label, found[key]["cpu"], unit, goal))
        readings.append(Reading(f"{label}, por el reloj", found[key]["wall"], unit.removesuffix(" de CPU")))
    readings.append(Reading("acciones", found["actions"], ""))
    readings.append(Reading("la decisión repetida sale distinta", float(not found["equal"]), "", at_most(0)))
    return readings


ACT = Comparison("act", "Siguiente mejor acción: todos, uno y una decisión repetida", compare_act)
