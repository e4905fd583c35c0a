"""What `lazo bench` shows: tables for people, one object for scripts."""

import os
import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from lazo.bench.comparison import Result
from lazo.bench.ground import Size
from lazo.bench.measure import Cost
from lazo.bench.reading import Goal, Reading

if TYPE_CHECKING:
    from rich.table import Table

PARTS = ("duckdb", "ibis-framework", "pyarrow", "numpy", "scipy", "splink", "django")
MARKS = {True: "[green]cumple[/]", False: "[red]no cumple[/]", None: ""}
SIDES = {"at most": "≤", "at least": "≥"}


def machine() -> dict[str, Any]:
    """On what the numbers were measured."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "python": platform.python_version(),
        **{name: version(name) for name in PARTS},
    }


def described(results: Mapping[str, Result], size: Size) -> dict[str, Any]:
    """`machine`, `size` and by case: `readings`, `costs` (CPU and wall seconds, peak MiB) and `not_measured`."""
    return {
        "machine": machine(),
        "size": {"customers": size.customers, "purchases": size.purchases, "rounds": size.rounds},
        "cases": {
            name: {
                "readings": [_reading(one) for one in result.readings],
                "costs": {what: _cost(cost) for what, cost in result.costs.items()},
                "not_measured": list(result.not_measured),
            }
            for name, result in results.items()
        },
    }


def _reading(reading: Reading) -> dict[str, Any]:
    goal = reading.goal
    return {
        "label": reading.label,
        "value": round(reading.value, 4),
        "unit": reading.unit,
        "side": goal.side if goal else None,
        "goal": goal.limit if goal else None,
        "met": reading.is_met,
    }


def _cost(cost: Cost) -> dict[str, float]:
    return {"cpu": round(cost.cpu, 3), "wall": round(cost.wall, 3), "peak_mib": round(cost.peak_mib, 1)}


def print_report(results: Mapping[str, Result], titles: Mapping[str, str], size: Size) -> None:
    """On standard output: for each case its numbers beside their goals, then what each thing cost."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{size.customers:,} clientes, {size.purchases:,} compras, mediana de {size.rounds} vueltas")
    console.print(", ".join(f"{name} {value}" for name, value in machine().items()))
    for name, result in results.items():
        console.print()
        console.print(_readings_table(f"{name}: {titles[name]}", result))
        if result.costs:
            console.print(_costs_table(result))
        for missing in result.not_measured:
            console.print(f"Sin medir: {missing}")


def _readings_table(title: str, result: Result) -> "Table":
    table = _table(title, ("qué", "medido", "en", "meta", ""), right=(1, 3))
    for one in result.readings:
        table.add_row(one.label, figure(one.value), one.unit, _limit(one.goal), MARKS[one.is_met])
    return table


def _costs_table(result: Result) -> "Table":
    table = _table("", ("qué se corrió", "CPU s", "reloj s", "memoria MiB"), right=(1, 2, 3))
    for what, cost in result.costs.items():
        table.add_row(what, figure(cost.cpu), figure(cost.wall), figure(cost.peak_mib))
    return table


def _table(title: str, header: tuple[str, ...], *, right: tuple[int, ...]) -> "Table":
    from rich.table import Table

    table = Table(title=title or None, title_justify="left")
    for place, name in enumerate(header):
        table.add_column(name, justify="right" if place in right else "left")
    return table


def _limit(goal: Goal | None) -> str:
    return f"{SIDES[goal.side]} {figure(goal.limit)}" if goal else ""


def figure(value: float) -> str:
    """Three digits that mean something; thousands whole."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
