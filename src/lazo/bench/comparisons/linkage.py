"""Who is the same: precision, recall and F1 against known truth, and what a million records cost."""

from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import Ground, last_json
from lazo.bench.linkage_records import write_records
from lazo.bench.measure import UnableToMeasure, case_command
from lazo.bench.public_people import PUBLIC_SETS
from lazo.bench.reading import Goal, Reading, at_least, at_most

DEMO = 12_408
OURS, SPLINK, FLOOR = (
    "resolver, proceso entero",
    "Splink solo, los mismos registros preparados",
    "piso: agrupar las compras",
)
KINDS = {"PERSON": ("personas", 0.97), "ORGANIZATION": ("empresas", 0.95)}
MEMORY_MIB = 3_072


def compare_linkage(ground: Ground) -> Result:
    """The fictitious company, the public sets that `--data` holds, and drawn records in the size asked for."""
    readings: list[Reading] = []
    missing: list[str] = []
    ground.tell("La empresa ficticia")
    told = last_json(ground.run(case_command("link", "demo", DEMO)))
    for kind, (name, goal) in KINDS.items():
        readings += _quality(f"demostración, {name}", told[kind], goal)
    for name, one in PUBLIC_SETS.items():
        if ground.data is None or not one.is_in(ground.data):
            missing.append(f"{name}: no está en la carpeta de --data")
            continue
        ground.tell(name)
        readings += _quality(name, last_json(ground.run(case_command("link", name, ground.data)))["PERSON"], one.goal)
    costs = Costs()
    readings += _speed(ground, costs, missing)
    return Result(readings, costs.medians(), tuple(missing))


def _quality(name: str, told: dict[str, Any], goal: float) -> list[Reading]:
    found = []
    for use, label in (("automatic", "unidos solos"), ("proposed", "con los propuestos")):
        precise: Goal | None = at_least(0.99) if use == "automatic" else None
        found += [
            Reading(f"{name}, {label}: precisión", told[use]["precision"], "", precise),
            Reading(f"{name}, {label}: cobertura", told[use]["recall"], ""),
            Reading(f"{name}, {label}: F1", told[use]["f1"], "", at_least(goal) if use == "proposed" else None),
        ]
    return found


def _speed(ground: Ground, costs: Costs, missing: list[str]) -> list[Reading]:
    drawn = write_records(ground.path("records.parquet"), rows=ground.size.customers)
    told: dict[str, Any] = {}
    for number in range(ground.size.rounds):
        ground.tell(f"Vuelta {number + 1} de {ground.size.rounds}")
        run = ground.run(case_command("link", "drawn", drawn))
        told = last_json(run)
        costs.note(OURS, run.cost)
        costs.note(FLOOR, ground.run(case_command("floor", ground.purchases())).cost)
        try:
            costs.note(SPLINK, ground.run(case_command("plain_splink", drawn)).cost)
        except UnableToMeasure as error:
            missing.append(f"Splink solo: {error}")
    ours, floor = costs.median(OURS), costs.median(FLOOR)
    found = _quality("registros dibujados", told["PERSON"], 0.0)
    found += [
        Reading("candidatos por registro", told["candidates"] / told["records"], ""),
        Reading("resolver / piso", ours.cpu / floor.cpu, "veces", at_most(15)),
        Reading("memoria", ours.peak_mib, "MiB", at_most(MEMORY_MIB)),
    ]
    if SPLINK in costs.of:
        found.append(Reading("resolver / Splink solo", ours.cpu / costs.median(SPLINK).cpu, "veces", at_most(1.5)))
    return found


LINKAGE = Comparison("linkage", "Quién es el mismo", compare_linkage)
