"""New rows written as `bulk_create` writes them, by a statement that is put together once for a table and a number of rows."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

ModelT = TypeVar("ModelT", bound=Model)
Columns = tuple["Field[Any, Any]", ...]
MOST_VALUES = 900
"""Of more the ORM makes several statements."""


def insert(rows: Sequence[ModelT]) -> Sequence[ModelT]:
    """Write rows of one model, all with the same columns left to the database, and give them what the database gave: number and instant.

    For the few rows of one operation, where putting statements together would take longer than all else. There are no signals, and no value
    may be an expression.
    """
    if not rows:
        return rows
    model, given = type(rows[0]), _given(rows[0])
    if len(rows) * len(given) > MOST_VALUES:
        return model._default_manager.bulk_create(rows)  # noqa: SLF001 - Django documents it
    statement, told = _statement(model, given, len(rows), connection.vendor)
    values = [column.get_db_prep_save(column.pre_save(row, True), connection) for row in rows for column in given]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchall() if told else [()] * len(rows)
    for row, columns in zip(rows, found, strict=True):
        for column, value in zip(told, columns, strict=True):
            setattr(row, column.attname, _read(column, value))
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as the ORM leaves it
    return rows


def _given(row: Model) -> Columns:
    """The columns that the row has a value for."""
    values = vars(row)
    return tuple(
        column
        for column in row._meta.concrete_fields  # noqa: SLF001 - Django documents _meta
        if not isinstance(values.get(column.attname), DatabaseDefault)
        and not (column.primary_key and values.get(column.attname) is None)
    )


@lru_cache(maxsize=512)
def _statement(model: type[Model], given: Columns, count: int, vendor: str) -> tuple[str, Columns]:  # noqa: ARG001 - another for each database
    """The statement, and the columns that it tells."""
    meta, quote = model._meta, connection.ops.quote_name  # noqa: SLF001 - Django documents _meta
    told = tuple(column for column in meta.db_returning_fields if column not in given)
    names = ", ".join(quote(str(column.column)) for column in given)
    marks = ", ".join([f"({', '.join(['%s'] * len(given))})"] * count)
    asked = f" RETURNING {', '.join(quote(str(column.column)) for column in told)}" if told else ""
    return f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES {marks}{asked}", told  # noqa: S608 - names of our own tables


def _read(column: "Field[Any, Any]", value: Any) -> Any:
    found = column.get_col(column.model._meta.db_table)  # noqa: SLF001 - Django documents _meta
    for function in (*connection.ops.get_db_converters(found), *found.get_db_converters(connection)):
        value = function(value, found, connection)
    return value
