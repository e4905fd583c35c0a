"""What identity answers and does at scale: companies and their groups, who knows whom, exclusion lists, merges, quality, an erasure."""

import statistics
from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.comparisons.lists import LISTED, ensure_listed
from lazo.bench.ground import READY, Ground, last_json
from lazo.bench.measure import case_command
from lazo.bench.reading import Goal, Reading, at_most

RELATED, SPOILED = "related", "identified"
PAGE, PATH, MINUTE = at_most(100), at_most(150), at_most(60_000)
GOALS: dict[str, tuple[str, Goal | None]] = {
    "directory": ("empresas, por nombre", PAGE),
    "directory_value": ("empresas, las de más valor", PAGE),
    "directory_industry": ("empresas de un sector y dos tamaños", PAGE),
    "directory_lacking": ("empresas sin quien decida", PAGE),
    "directory_text": ("empresas por un texto", PAGE),
    "group": ("un grupo de 300 empresas", PATH),
    "ways_from_us": ("quién conoce a quién, desde los nuestros", PATH),
    "ways_between": ("camino entre dos", PATH),
    "suppressed_one": ("un teléfono en las listas de exclusión", at_most(10)),
    "suppressed_many": ("500 teléfonos en las listas de exclusión", PAGE),
    "suppressed_parties": ("500 clientes en las listas de exclusión", PAGE),
    "resolution_due": ("qué miraría un repaso", PAGE),
}
WORKS: dict[str, tuple[str, Goal | None]] = {
    "merge_by_run": ("200 uniones de un repaso", at_most(5_000)),
    "quality": ("medir la calidad de todos", MINUTE),
    "erase": ("borrar a una persona, buscarla y comprobarlo", MINUTE),
}
ASKED = "preguntar y obrar"


def compare_identity(ground: Ground) -> Result:
    """CPU milliseconds: of questions the median of nine in a warm process, of works what one took; each round on a fresh copy."""
    _ensure_related(ground)
    costs, rounds = Costs(), []
    for _ in range(ground.size.rounds):
        ground.copy(ground.path(RELATED), SPOILED)
        run = ground.run(case_command("identity", ground.size.customers), workspace=ground.path(SPOILED))
        costs.note(ASKED, run.cost)
        rounds.append(last_json(run))
    ground.remove(ground.path(SPOILED))
    asked = [_reading(label, goal, [one["asked"][key] for one in rounds]) for key, (label, goal) in GOALS.items()]
    done = [_reading(label, goal, [one["done"][key] for one in rounds]) for key, (label, goal) in WORKS.items()]
    return Result([*asked, *done], costs.medians())


def _ensure_related(ground: Ground) -> None:
    folder = ground.path(RELATED)
    if (folder / READY).exists():
        return
    ensure_listed(ground)
    ground.tell("Dando empresas, grupos, hogares y listas de exclusión")
    ground.copy(ground.path(LISTED), RELATED)
    (folder / READY).unlink(missing_ok=True)
    ground.run(case_command("fill_identity", ground.size.customers), workspace=folder)
    (folder / READY).touch()


def _reading(label: str, goal: Goal | None, values: list[Any]) -> Reading:
    return Reading(label, float(statistics.median(values)), "ms de CPU", goal)


IDENTITY = Comparison("identity", "Identidad con muchos clientes", compare_identity)
