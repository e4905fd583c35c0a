"""What stands on a slow telephone and when: home, the list, a customer and the map in the machine's Chromium."""

import statistics
from importlib.util import find_spec
from shutil import which
from typing import Any

from lazo.bench.cases.first_paint import BROWSERS
from lazo.bench.comparison import Comparison, Costs, Result
from lazo.bench.comparisons.lists import LISTED, ensure_listed
from lazo.bench.ground import Ground, last_json
from lazo.bench.measure import case_command
from lazo.bench.reading import Reading, at_most
from lazo.bench.served import serving

LABELS = {"home": "inicio", "list": "lista de clientes", "customer": "un cliente", "map": "mapa del ciclo"}


def compare_first_paint(ground: Ground) -> Result:
    """Milliseconds by the clock until the largest thing stands, medians; what moved; compressed KiB of a first visit, typeface included."""
    if find_spec("playwright") is None or not any(map(which, BROWSERS)):
        return Result([], not_measured=("faltan Playwright o Chromium",))
    ensure_listed(ground)
    costs, rounds, workspace = Costs(), [], ground.path(LISTED)
    for _ in range(ground.size.rounds):
        with serving(workspace) as server:
            run = ground.run(case_command("first_paint", server.port), workspace=workspace)
        costs.note("abrir páginas en un teléfono lento", run.cost)
        rounds.append(last_json(run))
    return Result([reading for page in LABELS for reading in _readings(page, rounds)], costs.medians())


def _readings(page: str, rounds: list[dict[str, Any]]) -> list[Reading]:
    def middle(key: str) -> float:
        return float(statistics.median(one[page][key] for one in rounds))

    return [
        Reading(f"{LABELS[page]}, lo mayor a la vista", middle("first_ms"), "ms", at_most(1000)),
        Reading(f"{LABELS[page]}, la vez siguiente", middle("again_ms"), "ms", at_most(1000)),
        Reading(f"{LABELS[page]}, lo que se movió", middle("shift"), "", at_most(0.001)),
        Reading(f"{LABELS[page]}, primera visita", middle("bytes") / 1024, "KiB", at_most(80)),
    ]


FIRST_PAINT = Comparison("first-paint", "Cuándo se ve cada página en un teléfono lento", compare_first_paint)
