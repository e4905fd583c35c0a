"""The list of customers by every column and filter, its counts and the search as one types, with row access on."""

import statistics
from typing import Any

from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.comparisons.flow import SCORED, ensure_scored
from lazo.bench.ground import READY, Ground, last_json
from lazo.bench.measure import case_command
from lazo.bench.reading import Goal, Reading, at_most

LISTED = "listed"
READERS = {"all": "quien ve todo", "own": "quien ve una fila de cada mil"}
GOALS: dict[str, tuple[str, Goal]] = {
    "sorts": ("lista, la columna más cara", at_most(40)),
    "filters": ("lista, el filtro más caro", at_most(40)),
    "facets": ("cuentas de los filtros, la pregunta más cara", at_most(80)),
    "own": ("lista por campos propios, la pregunta más cara", at_most(40)),
    "own_facets": ("cuentas de nueve campos propios, la pregunta más cara", at_most(80)),
    "search": ("búsqueda, el texto más caro", at_most(20)),
    "typing": ("escribir en la lista, el texto más caro", at_most(20)),
}
ASKED = "pedir listas"


def compare_lists(ground: Ground) -> Result:
    """CPU milliseconds of a question in a warm process (median of nine), the dearest of each kind, by reader."""
    ensure_listed(ground)
    costs, rounds = Costs(), []
    for _ in range(ground.size.rounds):
        run = ground.run(case_command("lists"), workspace=ground.path(LISTED))
        costs.note(ASKED, run.cost)
        rounds.append(last_json(run))
    return Result([reading for reader in READERS for reading in _readings(reader, rounds)], costs.medians())


def ensure_listed(ground: Ground) -> None:
    folder = ground.path(LISTED)
    if (folder / READY).exists():
        return
    ensure_scored(ground)
    ground.tell("Dando nombres, interacciones y responsables")
    ground.copy(ground.path(SCORED), LISTED)
    ground.run(case_command("fill_lists", ground.size.customers, ground.size.purchases), workspace=folder)
    (folder / READY).touch()


def _readings(reader: str, rounds: list[dict[str, Any]]) -> list[Reading]:
    told = READERS[reader]
    readings = []
    for kind, (label, goal) in GOALS.items():
        dearest = max(_middle(rounds, reader, kind).items(), key=lambda one: one[1])
        readings.append(Reading(f"{label} ({dearest[0]}), {told}", dearest[1], "ms de CPU", goal))
    pages = [("next_page", "la página siguiente, por nombre"), ("neighbours", "anterior y siguiente, por nombre")]
    for key, label in pages:
        middle = statistics.median(one[reader][key] for one in rounds)
        readings.append(Reading(f"{label}, {told}", middle, "ms de CPU", at_most(40)))
    return readings


def _middle(rounds: list[dict[str, Any]], reader: str, kind: str) -> dict[str, float]:
    """The median over the rounds of each question of a kind."""
    return {key: statistics.median(one[reader][kind][key] for one in rounds) for key in rounds[0][reader][kind]}


LISTS = Comparison("lists", "La lista de clientes, sus cuentas y la búsqueda", compare_lists)
