"""The company's own fields in the snapshot of the cards: each as a typed column beside the house's own, in both its orders."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from numpy.typing import NDArray

from lazo.differentiate.queries.customer_field_masks import NO_PLACE, field_name
from lazo.differentiate.queries.customer_snapshot import NO_DAY, NO_MONEY
from lazo.differentiate.queries.field_steps import steps_of
from lazo.identify.models import TraitDefinition
from lazo.identify.queries.held_values import held_sql, values_sql

Column = NDArray[Any]
Type = TraitDefinition.Type
VALUES = {
    Type.TEXT: "v.text",
    Type.CHOICE: "v.text",
    Type.NUMBER: "v.number",
    Type.FLAG: "CAST(v.number AS integer)",
    Type.MONEY: "v.money",
}


class FieldWriter:
    """Reads values field by field and saves them in the order of the customers `ids`."""

    def __init__(
        self,
        ids: Column,
        read: Callable[[str], Any],
        *,
        save: Callable[[str, Column], Column],
        order: Callable[..., None],
    ) -> None:
        self._ids = ids
        self._read = read
        self._save = save
        self._order = order

    def write(self, definitions: list[list[Any]]) -> list[list[Any]]:
        """Write each field (number and type); returns those that were asked for."""
        for definition, of in definitions:
            rows, values = self._held(definition, of)
            if of in {Type.TEXT, Type.CHOICE}:
                self._texts(field_name(definition), rows, values)
            else:
                self._numbers(field_name(definition), of, rows, values)
        return definitions

    def _held(self, definition: int, of: str) -> tuple[Column, pa.ChunkedArray]:
        """The rows that have a value, and their values."""
        value = _day() if of == Type.DATE else VALUES[Type(of)]
        found = self._read(values_sql(definition=definition, value=value))
        if found is None:
            return np.empty(0, np.int64), pa.chunked_array([pa.array([], pa.int64())])
        customers = _customers(found)
        if len(np.unique(customers)) < len(customers):  # somebody has several: which holds, the database says
            found = self._read(held_sql(definition=definition, value=value))
            customers = _customers(found)
        rows = np.searchsorted(self._ids, customers)
        rows[rows == len(self._ids)] = 0
        here = self._ids[rows] == customers if len(self._ids) else np.zeros(len(customers), np.bool_)
        return rows[here], found["value"].filter(pa.array(here))

    def _texts(self, name: str, rows: Column, values: pa.ChunkedArray) -> None:
        coded = pc.dictionary_encode(pc.cast(values, pa.string()).combine_chunks())
        words = [word.encode() for word in coded.dictionary.to_pylist()]
        order = sorted(range(len(words)), key=words.__getitem__)
        rank = np.empty(len(words), np.int32)
        rank[order] = np.arange(1, len(words) + 1, dtype=np.int32)
        codes = np.zeros(len(self._ids), np.uint8 if len(words) < 256 else np.int32)
        codes[rows] = rank[coded.indices.to_numpy(zero_copy_only=False)] if words else 0
        inorder = [words[place] for place in order]
        self._save(f"{name}_letters", np.frombuffer(b"".join(inorder), np.uint8))
        self._save(f"{name}_ends", np.cumsum([len(word) for word in inorder], dtype=np.int64))
        self._order(name, self._save(name, codes), unknown=0)

    def _numbers(self, name: str, of: str, rows: Column, values: pa.ChunkedArray) -> None:
        known = values.to_numpy()
        if of == Type.FLAG:
            column = np.zeros(len(self._ids), np.uint8)
            column[rows] = 1 + known
            self._order(name, self._save(name, column), unknown=0)
            return
        if of == Type.NUMBER:
            column = np.full(len(self._ids), np.nan)
            column[rows] = known
            self._order(name, np.where(np.isnan(column), -np.inf, column), unknown=-np.inf)
        else:
            unknown, kind = (NO_DAY, np.int32) if of == Type.DATE else (NO_MONEY, np.int64)
            column = np.full(len(self._ids), unknown, kind)
            column[rows] = known
            self._order(name, column, unknown=unknown)
        self._save(name, column)
        places = np.full(len(self._ids), NO_PLACE, np.int32)
        places[rows] = _months(known) if of == Type.DATE else np.searchsorted(steps_of(of), known, side="right") - 1
        self._save(f"{name}_place", places)


def _customers(found: pa.Table) -> Column:
    numbers: Column = pc.cast(found["customer"], pa.int64()).to_numpy()
    return numbers


def _months(days: Column) -> Column:
    """Of days since 1970 their month counted from year 0, as `field_steps.place_of`."""
    months: Column = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32) + 1970 * 12
    return months


def _day() -> str:
    if connection.vendor == "postgresql":
        return "(v.date - date '1970-01-01')"
    return "CAST(unixepoch(v.date) / 86400 AS integer)"
