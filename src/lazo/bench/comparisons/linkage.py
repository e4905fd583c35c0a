"""Who is the same: precision, recall and F1 against known truth, and what a million records cost."""

import shutil
from pathlib import Path
from typing import Any

from lazo.bench.cases.link_base import MODEL
from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.ground import READY, Ground, last_json
from lazo.bench.linkage_records import write_later_records, write_records
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
BASE, FIRST, THOUSANDTH, TYPED = (
    "preparar, aprender y guardar la base",
    "registros nuevos, el primer lote",
    "registros nuevos, el milésimo lote",
    "escribir doscientos registros a mano",
)
MEMORY_MIB = 3_072
LATER, SMALL, BATCHES = 100, 10, 998
"""What comes later is one part in so many of the base; between the first and the thousandth batch lie small ones."""


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
    drawn = write_records(ground.path("records.parquet"), rows=ground.size.customers)
    readings += _speed(ground, drawn, costs, missing)
    readings += measure_later(ground, drawn, costs)
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


def _speed(ground: Ground, drawn: Path, costs: Costs, missing: list[str]) -> list[Reading]:
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


def measure_later(ground: Ground, drawn: Path, costs: Costs) -> list[Reading]:
    """A hundredth of the base that comes later, as the first batch and as the thousandth; then one record after another, typed into a form."""
    rows = max(ground.size.customers // LATER, 100)
    first, last, small = (
        write_later_records(ground.path(f"later-{seed}.parquet"), base=drawn, rows=count, seed=seed)
        for seed, count in ((12, rows), (13, rows), (14, SMALL))
    )
    base = ground.path("base")
    shutil.rmtree(base, ignore_errors=True)
    base.mkdir()
    ground.tell("La base que se guarda, y lo que llega después")
    costs.note(BASE, ground.run(case_command("link_base", drawn, base)).cost)
    run = ground.run(case_command("link_new", base, first, drawn))
    costs.note(FIRST, run.cost)
    ground.run(case_command("link_new", base, small, BATCHES))
    costs.note(THOUSANDTH, ground.run(case_command("link_new", base, last, drawn)).cost)
    told = last_json(run)
    found = [
        Reading(f"{rows:,} registros nuevos, proceso entero", costs.median(FIRST).cpu, "s de CPU", at_most(20)),
        Reading(
            "el milésimo lote / el primero",
            costs.median(THOUSANDTH).cpu / costs.median(FIRST).cpu,
            "veces",
            at_most(1.25),
        ),
        Reading("registros nuevos, unidos solos: precisión", told["true"] / max(told["joined"], 1), "", at_least(0.99)),
        Reading("registros nuevos que ya estaban, encontrados", told["found"] / max(told["again"], 1), ""),
    ]
    return [*found, *_typed(ground, drawn, base, first, costs)]


def _typed(ground: Ground, drawn: Path, base: Path, later: Path, costs: Costs) -> list[Reading]:
    workspace = ground.path("drawn")
    if not (workspace / READY).exists():
        ground.tell("Llenando la base de datos")
        ground.fresh_workspace("drawn")
        ground.run(case_command("fill_drawn", drawn, base / MODEL), workspace=workspace)
        (workspace / READY).touch()
    run = ground.run(case_command("typed", later, drawn), workspace=workspace)
    costs.note(TYPED, run.cost)
    told = last_json(run)
    return [
        Reading("un registro escrito a mano, por el reloj", told["wall_ms"], "ms", at_most(150)),
        Reading("un registro escrito a mano, en CPU", told["cpu_ms"], "ms de CPU"),
        Reading("un registro escrito a mano, el más caro de cien", told["dearest_ms"], "ms de CPU"),
        Reading("un registro escrito a mano, consultas", told["queries"], "consultas"),
        Reading("escritos a mano que ya estaban, encontrados", told["found"], ""),
    ]


LINKAGE = Comparison("linkage", "Quién es el mismo", compare_linkage)
