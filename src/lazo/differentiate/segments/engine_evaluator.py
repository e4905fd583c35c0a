"""The masks of conditions found by the engine that LAZO_ENGINE names, where it is not this process: the compiler's expressions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lazo.analytics.segments.arrays_base import Mask
from lazo.analytics.segments.compiler import Compiler
from lazo.analytics.segments.definition import Condition
from lazo.analytics.segments.set_tables import SetTables
from lazo.analytics.segments.vocabulary import Derive, ValueType, Vocabulary
from lazo.differentiate.segments.warehouse_source import SCORES, WarehouseSource
from lazo.kernel.warehouse.engine import open_engine

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.backends.duckdb import Backend
    from ibis.expr.types import Table

AT_ONCE = 24
"""Conditions in one question: of more the engine spends longer planning than reading."""
TYPES = {
    ValueType.NUMBER: "float64",
    ValueType.SHARE: "float64",
    ValueType.MONEY: "int64",
    ValueType.FLAG: "boolean",
    ValueType.DAY: "date",
    ValueType.ID: "int64",
}
DIGITS = {Derive.FIRST_DIGIT, Derive.SECOND_DIGIT, Derive.THIRD_DIGIT}


@dataclass(frozen=True)
class EngineEvaluator:
    """Conditions over the customers `ids` (growing) on the day `on`."""

    ids: NDArray[np.int64]
    source: WarehouseSource
    on: date
    vocabulary: Vocabulary
    scratch: Path

    def masks(self, conditions: Iterable[Condition]) -> Iterator[tuple[Condition, Mask]]:
        """The mask of each condition. Raises UnableToUseEngine."""
        asked = list(conditions)
        if not asked:
            return
        with open_engine(temp_dir=self.scratch) as con:
            compiler = Compiler(SetTables(self._tables(con), self.on, self.vocabulary))
            for start in range(0, len(asked), AT_ONCE):
                some = asked[start : start + AT_ONCE]
                yield from zip(some, self._found(compiler, some), strict=True)

    def _tables(self, con: Backend) -> dict[str, Table]:
        import ibis

        from lazo.analytics.engine import read_parquet_files

        snapshot = self.source.snapshot
        tables = {name: snapshot.table(con, name) for name in snapshot.tables}
        scores = [] if self.source.scores is None else [self.source.scores]
        found = read_parquet_files(con, scores, SCORES, columns=None if scores else self._columns())
        # What a run of an older version did not compute yet is unknown of everybody.
        later = {name: ibis.null(of) for name, of in self._columns().items() if name not in found.columns}
        return tables | {SCORES: found.mutate(**later) if later else found}

    def _columns(self) -> dict[str, str]:
        """Before the first run nobody has a score, and every field of it is unknown."""
        fields = [spec for spec in self.vocabulary.fields.values() if spec.table == SCORES]
        types = {spec.column: "string" if spec.derive in DIGITS else TYPES.get(spec.type, "string") for spec in fields}
        return {"customer_id": "int64", "frequency": "int64"} | types

    def _found(self, compiler: Compiler, conditions: Sequence[Condition]) -> list[Mask]:
        import ibis

        whole = [
            compiler.fitting(one).select("customer_id", place=ibis.literal(place, "int32"))
            for place, one in enumerate(conditions)
        ]
        rows = (whole[0].union(*whole[1:]) if len(whole) > 1 else whole[0]).to_pyarrow()
        return [self._mask(rows, place) for place in range(len(conditions))]

    def _mask(self, rows: pa.Table, place: int) -> Mask:
        import pyarrow.compute as pc

        found = rows.filter(pc.equal(rows["place"], place))["customer_id"].to_numpy()
        mask = np.zeros(len(self.ids), np.bool_)
        if len(self.ids):
            at = np.minimum(np.searchsorted(self.ids, found), len(self.ids) - 1)
            mask[at[self.ids[at] == found]] = True
        return mask
