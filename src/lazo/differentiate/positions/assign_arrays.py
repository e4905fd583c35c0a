"""The rules applied to everyone as arrays: area, sub-state, rule, other areas and evidence, as `assign.with_position` does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lazo.differentiate.positions.assign import AREAS, DIGITS
from lazo.differentiate.positions.column import Column, holds_for
from lazo.differentiate.positions.rule import OUTSIDE, RULES, Rule, rules_in_force

NO_RULE = "OUT.unknown"
# Whole numbers from here on are not left to Arrow, which writes 1e+12.
WITH_EXPONENT = 1e7
RULE_KEYS = (*(rule.key for rule in RULES), NO_RULE)
AREA_NAMES = (OUTSIDE, *AREAS)
SUB_STATES = tuple(sorted({"", *(rule.sub_state for rule in RULES)}))
AREA_OF_RULE = np.array([*(AREA_NAMES.index(rule.area) for rule in RULES), 0], dtype=np.int8)
SUB_STATE_OF_RULE = np.array([*(SUB_STATES.index(rule.sub_state) for rule in RULES), 0], dtype=np.int8)
ALSO_IN = tuple(",".join(area for bit, area in enumerate(AREAS) if also >> bit & 1) for also in range(1 << len(AREAS)))


@dataclass(frozen=True, slots=True)
class Positions:
    """Codes: `rule` in RULE_KEYS, `area` in AREA_NAMES, `sub_state` in SUB_STATES, `also_in` in ALSO_IN."""

    rule: NDArray[np.int8]
    area: NDArray[np.int8]
    sub_state: NDArray[np.int8]
    also_in: NDArray[np.int8]

    @classmethod
    def of(cls, columns: Mapping[str, Column], rows: int) -> Self:
        """The first rule that holds of each customer; `worth_offering` may be there."""
        columns = {"worth_offering": Column(np.full(rows, np.nan)), **columns}
        rule = np.full(rows, len(RULES), dtype=np.int8)
        holding = np.zeros(rows, dtype=np.int8)
        for number, one in reversed(list(enumerate(rules_in_force()))):
            flags = holds_for(one.condition, columns, rows)
            rule[flags] = number
            if one.area in AREAS and not one.key.startswith("KEEP.base"):
                holding[flags] |= 1 << AREAS.index(one.area)
        area = AREA_OF_RULE[rule]
        own = np.array([0, *(1 << bit for bit in range(len(AREAS)))], dtype=np.int8)[area]
        return cls(rule, area, SUB_STATE_OF_RULE[rule], np.where(area == 0, 0, holding & ~own).astype(np.int8))

    def evidence(self, columns: Mapping[str, Column]) -> pa.Array:
        """The columns each one's rule names, as the text of a JSON object; numbers with at most three decimals."""
        order = np.argsort(self.rule, kind="stable")
        size = np.bincount(self.rule, minlength=len(RULE_KEYS))
        chunks, start = [], 0
        for number, rule in enumerate((*RULES, None)):
            rows = order[start : start + size[number]]
            start += size[number]
            chunks.append(_evidence(rule, columns, rows) if rule else pa.array(["{}"] * len(rows), pa.string()))
        turn = np.empty(len(order), dtype=np.int64)
        turn[order] = np.arange(len(order))
        return pa.concat_arrays(chunks).take(pa.array(turn))


def _evidence(rule: Rule, columns: Mapping[str, Column], rows: NDArray[np.int64]) -> pa.Array:
    parts: list[Any] = []
    for position, name in enumerate(rule.evidence):
        parts += [("{" if position == 0 else ", ") + f'"{name}": ', _json(columns[name].taken(rows))]
    return pc.binary_join_element_wise(*parts, "}", "").cast(pa.string())


def _json(column: Column) -> pa.Array:
    """Values as the engine writes them into JSON."""
    unknown = column.unknown
    if column.names:
        text = pa.array([f'"{name}"' for name in column.names]).take(pa.array(column.values, mask=unknown))
    elif column.is_whole or column.values.dtype.kind != "f":
        text = pa.array(np.where(unknown, 0, column.values).astype(np.int64), mask=unknown).cast(pa.string())
    else:
        text = _decimals(column.values, unknown)
    return text.fill_null("null")


def _decimals(values: NDArray[np.float64], unknown: NDArray[np.bool_]) -> pa.Array:
    """At most three decimals, at least one; halves away from zero."""
    scale = 10**DIGITS
    scaled = np.where(unknown, 0.0, values) * scale
    down = np.trunc(scaled)
    rounded = down + np.copysign(1.0, scaled) * (np.abs(scaled - down) >= 0.5)
    least, most = (rounded.min(), rounded.max()) if len(rounded) else (0.0, 0.0)
    if not most - least < len(rounded):
        return _as_text(rounded / scale, unknown)
    # Fewer numbers than rows: each is written once. Zero has a sign, which stands behind the last.
    place = (rounded - least).astype(np.int64)
    place[(rounded == 0) & np.signbit(rounded)] = int(most - least) + 1
    numbers = np.append(np.arange(least, most + 1), -0.0) / scale
    return _as_text(numbers, np.isnan(numbers)).take(pa.array(place, mask=unknown))


def _as_text(numbers: NDArray[np.float64], unknown: NDArray[np.bool_]) -> pa.Array:
    text = pa.array(numbers, mask=unknown).cast(pa.string())
    whole = numbers == np.trunc(numbers)
    far = whole & (np.abs(numbers) >= WITH_EXPONENT) & (np.abs(numbers) < 1 << 63)
    if far.any():
        digits = pa.array(np.where(far, numbers, 0).astype(np.int64)).cast(pa.string())
        text = pc.if_else(pa.array(far & ~unknown), digits, text)
    return pc.if_else(pa.array(whole), pc.binary_join_element_wise(text, ".0", ""), text)
