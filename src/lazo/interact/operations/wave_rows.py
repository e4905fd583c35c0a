"""New rows for many parties at once: columns in, no object of a model per row, in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, models
from numpy.typing import NDArray

from lazo.identify.imports.pipeline.copying import copy_in


class Rows:
    """Rows of a model, one per party (`column` names it). Columns that nobody fills get the database's own default, or null."""

    def __init__(self, model: type[models.Model], parties: NDArray[np.int64], *, column: str = "party") -> None:
        self._table = str(model._meta.db_table)  # noqa: SLF001 - Django's documented way to a model's table
        self._parties = pa.array(parties)
        self._columns: dict[str, pa.Array] = {column: self._parties}

    def same(self, **values: Any) -> None:
        """The same value in every row."""
        for name, value in values.items():
            self._columns[name] = pa.repeat(_stored(value), len(self._parties))

    def coded(self, name: str, codes: NDArray[Any], values: Sequence[Any]) -> None:
        """A column of few values: that of a row is `values[code]`."""
        self._columns[name] = pa.array([_stored(value) for value in values]).take(pa.array(codes))

    def keyed(self, name: str, before: str) -> None:
        """A text of its own in every row: `before` and the number of the party."""
        self._columns[name] = pc.binary_join_element_wise(before, self._parties.cast(pa.string()), "")

    def write(self) -> None:
        """Add them. Raises IntegrityError as any insert does."""
        copy_in(self._table, pa.table(self._columns))


def _stored(value: Any) -> Any:
    """As the database reads it: instants and days as text."""
    if isinstance(value, datetime):
        return str(connection.ops.adapt_datetimefield_value(value))
    return value.isoformat() if hasattr(value, "isoformat") else value
