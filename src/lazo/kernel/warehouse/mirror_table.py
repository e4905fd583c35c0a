"""What a package says about a table it wants mirrored: its columns, its partition, and whom it follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from django.apps import apps

if TYPE_CHECKING:
    import pyarrow as pa
    from django_stubs_ext import StrPromise
    from ibis.expr.types import Table


class ColumnType(Enum):
    """What a column is in the warehouse; the value is its name in Ibis."""

    INTEGER = "int64"
    TEXT = "string"
    FLAG = "boolean"
    DAY = "date"
    THOUSANDTHS = "float64"
    NUMBER = "double"


@dataclass(frozen=True, kw_only=True)
class Column:
    """A warehouse column and where it comes from.

    `source` is a column of the truth, `t.` before it when it is the table's own, or an expression both databases read
    alike. TEXT: an empty source is null here. FLAG: true where the source is not null. DAY: a date; where it is null,
    the UTC day of the instant `or_instant`. THOUSANDTHS: an integer of thousandths, here its quotient.
    NUMBER: a finite number with a fraction, or null.
    """

    name: str
    type: ColumnType
    source: str
    or_instant: str | None = None


@dataclass(frozen=True, kw_only=True)
class MirrorTable:
    """A table of the truth that the warehouse mirrors.

    Attributes
    ----------
    name: its name in the warehouse and in `Change.table`.
    label: what people call it.
    model: "app.Model"; its primary key is a growing int64.
    kind: "fact" is partitioned by the month of `day_column`; "snapshot" by blocks of ids, for rows that change; "whole" likewise,
        read again from its first row when `mark` says something else: for tables whose writers note no change.
    mark: of a whole table, aggregates that differ whenever a row came, went or changed.
    columns: the first is the primary key.
    join: further tables of the truth, `JOIN ... ON ...`, one row for each row at most.
    party_column: the column that names whom the row is about, which erasure looks for.
    follows: (table, column): rows whose `column` points to a row of a table registered before that changed are read again, too.
    references: columns that name a row of another mirrored table, which the doctor looks for.
    """

    name: str
    label: "str | StrPromise"
    model: str
    kind: Literal["fact", "snapshot", "whole"]
    columns: tuple[Column, ...]
    mark: tuple[str, ...] = ()
    day_column: str | None = None
    join: str = ""
    party_column: str | None = None
    follows: tuple[str, str] | None = None
    references: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def source(self) -> str:
        """The name of the table in the truth."""
        return str(apps.get_model(self.model)._meta.db_table)  # noqa: SLF001  # documented API of Django despite its name

    @property
    def key(self) -> Column:
        return self.columns[0]

    @property
    def schema(self) -> dict[str, str]:
        """Column names and their Ibis types."""
        return {column.name: column.type.value for column in self.columns}


@dataclass(frozen=True, kw_only=True)
class Rollup:
    """A table computed from the months of a mirrored fact, month by month.

    Attributes
    ----------
    expression: what it is, Ibis table in and out; `arrays`: the same for one month in memory, from the columns `needs`.
    total: a column of the rollup and the one of the fact whose sums are equal, over rows `only_where_known` is not null,
        of which the rollup has one row for each; the doctor compares them.
    """

    name: str
    of: str
    expression: "Callable[[Table], Table]"
    arrays: "Callable[[pa.Table], pa.Table]"
    needs: tuple[str, ...]
    schema: Mapping[str, str]
    total: tuple[str, str]
    only_where_known: str
