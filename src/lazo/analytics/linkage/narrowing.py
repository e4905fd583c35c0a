"""Candidates that cannot reach the threshold, left out before their texts are compared.

Of each pair it is found what it weighs at most: equal values are known by their digests, a slip of one letter needs nearly all letters at their
places, and whatever costs more to look at is taken for near. All of it are whole numbers in arrays, a comparison at a time. A digest that two
different values share, one in many millions of millions, could at worst leave out a pair that is hardly alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.comparison import Comparison
from lazo.analytics.linkage.conditions import Both, Condition, Crossed, Edits, Either, Equal, Missing, Overlap, Swapped
from lazo.analytics.linkage.frequencies import common_bits
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.prepared import Prepared
from lazo.analytics.linkage.told_records import ToldRecords

if TYPE_CHECKING:
    import numpy as np
    from ibis.expr.types import Table
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Bits = NDArray[np.float32]
    Places = NDArray[np.int64]

HAIR = 1e-3
AT_ONCE = 250_000
"""Pairs whose numbers are looked at together: few enough to stay near the processor."""
FEWEST = 20_000
"""Fewer pairs are compared sooner than they are looked through."""


def narrowed(prepared: Prepared, pairs: Table, model: Model, *, threshold_weight: float) -> Table:
    """Those of `pairs` (`left`, `right`) that may weigh `threshold_weight` bits or more.

    On Spark all of them: there pairs lie on several machines, and leaving none out changes nothing but the time.
    """
    import pyarrow as pa

    if prepared.engine.dialect != "duckdb":
        return pairs
    rows = pairs.select("left", "right").to_pyarrow()
    if rows.num_rows < FEWEST:
        return pairs
    most = at_most(prepared, rows["left"].to_numpy(), rows["right"].to_numpy(), model)
    return prepared.engine.take(rows.filter(pa.array(most >= threshold_weight - HAIR)))


def at_most(prepared: Prepared, left: Places, right: Places, model: Model) -> Bits:
    """What each pair weighs at most, in bits."""
    import numpy as np

    found = np.full(len(left), model.starting_weight, np.float32)
    for comparison in model.settings.comparisons:
        told = ToldRecords.read(prepared, _columns(comparison), _texts(comparison))
        looked = Looked(model, comparison, told, common_bits(prepared, comparison, model, told))
        for start in range(0, len(left), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            found[part] += looked.at_most(told.places(left[part]), told.places(right[part]))
    return found


@dataclass(frozen=True)
class Looked:
    """One comparison, looked at for many pairs."""

    model: Model
    comparison: Comparison
    told: ToldRecords
    common: dict[str, Bits]

    def at_most(self, left: Places, right: Places) -> Bits:
        import numpy as np

        levels = self.comparison.levels
        most = np.full(len(left), self.model.weight_of(self.comparison, len(levels)), np.float32)
        for place in reversed(range(len(levels))):
            condition = levels[place].condition
            may = self._may_hold(condition, left, right)
            where = np.arange(len(left)) if may is None else np.flatnonzero(may)
            bits = self._bits(place, left[where], right[where])
            most[where] = bits if isinstance(condition, Equal) else np.maximum(bits, most[where])
        if not isinstance(self.comparison.unknown, Missing):
            most = np.maximum(most, 0)
        for column in missing(self.comparison.unknown):
            known = self.told.known(column)
            most[~(known[left] & known[right])] = 0
        return most

    def _bits(self, place: int, left: Places, right: Places) -> Any:
        """With the bits by which the commoner of two common values counts for less; of values that are none of them, none."""
        import numpy as np

        weight = np.float32(self.model.weight_of(self.comparison, place))
        common = self.common.get(self.comparison.levels[place].frequency or "")
        return weight if common is None else weight + np.nan_to_num(np.fmin(common[left], common[right]))

    def _may_hold(self, condition: Condition, left: Places, right: Places) -> Flags | None:
        """Of which pairs the condition may hold; None: of any, as far as can be told here."""
        told = _MAY_HOLD.get(type(condition))
        return told(self, condition, left, right) if told else None

    def equal(self, condition: Equal | Overlap, left: Places, right: Places) -> Flags:
        return self.told.equal(condition.column, condition.column, left, right)

    def crossed(self, condition: Crossed, left: Places, right: Places) -> Flags:
        one, other = condition.column, condition.other
        return self.told.equal(one, other, left, right) | self.told.equal(other, one, left, right)

    def swapped(self, condition: Swapped, left: Places, right: Places) -> Flags:
        one, other = condition.column, condition.other
        return self.told.equal(one, other, left, right) & self.told.equal(other, one, left, right)

    def edits(self, condition: Edits, left: Places, right: Places) -> Flags | None:
        return self.told.one_slip(condition.column, left, right) if condition.most == 1 else None

    def both(self, condition: Both, left: Places, right: Places) -> Flags | None:
        found = None
        for one in condition.inner:
            may = self._may_hold(one, left, right)
            if may is not None:
                found = may if found is None else found & may
        return found

    def either(self, condition: Either, left: Places, right: Places) -> Flags | None:
        if not can_tell(condition):
            return None
        import numpy as np

        found = np.zeros(len(left), bool)
        for one in condition.inner:
            found |= self._may_hold(one, left, right)
        return found


_MAY_HOLD: dict[type, Callable[..., Flags | None]] = {
    Equal: Looked.equal,
    Overlap: Looked.equal,
    Crossed: Looked.crossed,
    Swapped: Looked.swapped,
    Edits: Looked.edits,
    Both: Looked.both,
    Either: Looked.either,
}


def can_tell(condition: Condition) -> bool:
    """Whether numbers say of two records that the condition cannot hold."""
    match condition:
        case Either(inner):
            return all(map(can_tell, inner))
        case Both(inner):
            return any(map(can_tell, inner))
        case Edits(_, most):
            return most == 1
        case _:
            return type(condition) in _MAY_HOLD


def missing(condition: Condition) -> tuple[str, ...]:
    """The columns of which one that is not known is enough for the condition to hold."""
    match condition:
        case Missing(column):
            return (column,)
        case Either(inner):
            return tuple(column for one in inner for column in missing(one))
        case _:
            return ()


def _parts(condition: Condition) -> list[Condition]:
    """The conditions that are looked at where `condition` is."""
    if not can_tell(condition):
        return []
    if isinstance(condition, Both | Either):
        return [part for one in condition.inner for part in _parts(one)]
    return [condition]


def _columns(comparison: Comparison) -> list[str]:
    """The columns whose digests are looked at, and those whose frequency counts."""
    found = dict.fromkeys(missing(comparison.unknown))
    for level in comparison.levels:
        for part in _parts(level.condition):
            if not isinstance(part, Edits):
                found |= dict.fromkeys(
                    name for name in (getattr(part, "column", ""), getattr(part, "other", "")) if name
                )
        if level.frequency:
            found[level.frequency] = None
    return list(found)


def _texts(comparison: Comparison) -> list[str]:
    """The columns whose letters are looked at."""
    parts = [part for level in comparison.levels for part in _parts(level.condition)]
    return list(dict.fromkeys(part.column for part in parts if isinstance(part, Edits)))
