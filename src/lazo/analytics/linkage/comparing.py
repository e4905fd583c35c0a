"""Pairs compared: of each comparison the level that two prepared records reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lazo.analytics.linkage.comparison import UNKNOWN, Comparison
from lazo.analytics.linkage.conditions import Dialect
from lazo.analytics.linkage.prepared import Prepared

if TYPE_CHECKING:
    from ibis.expr.types import Table

    from lazo.analytics.linkage.settings import LinkSettings

_LEFT = re.compile(r"\b(\w+)_l\b")


def compared(prepared: Prepared, pairs: Table) -> Table:
    """`party_id_l`, `party_id_r` and of each comparison `gamma_<name>`, the number of its level as Splink counts (-1 unknown, 0 different).

    Kept, so that each condition is looked at once for a pair: in one query with the weights, every use of a level would ask again.
    """
    engine, settings = prepared.engine, prepared.settings
    engine.splink()  # teaches Spark the functions by which texts are alike
    read = _columns(settings, engine.dialect)
    one, other = (_side(prepared, read, end) for end in ("l", "r"))
    both = pairs.join(one, [("left", "party_id_l")]).join(other, [("right", "party_id_r")])
    levels = ", ".join(_level(comparison, engine.dialect) for comparison in settings.comparisons)
    return engine.keep(engine.ask(f"SELECT party_id_l, party_id_r, {levels} FROM ({{}}) AS both_sides", both))  # noqa: S608 - conditions of ours


def _level(comparison: Comparison, dialect: Dialect) -> str:
    top = len(comparison.levels)
    cases = [f"WHEN {comparison.unknown.sql(dialect)} THEN {UNKNOWN}"]
    cases += [
        f"WHEN {level.condition.sql(dialect)} THEN {top - place}" for place, level in enumerate(comparison.levels)
    ]
    return f"CAST(CASE {' '.join(cases)} ELSE 0 END AS tinyint) AS gamma_{comparison.name}"


def _columns(settings: LinkSettings, dialect: Dialect) -> list[str]:
    """What the conditions read, and no more: each is read twice for every pair."""
    conditions = [one.unknown for one in settings.comparisons]
    conditions += [level.condition for one in settings.comparisons for level in one.levels]
    return sorted({name for one in conditions for name in _LEFT.findall(one.sql(dialect))})


def _side(prepared: Prepared, read: list[str], end: str) -> Table:
    table = prepared.table
    return table.select(**{f"{name}_{end}": table[name] for name in ("party_id", *read)})
