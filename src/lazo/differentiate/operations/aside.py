"""A table built aside and put in the place of the last one whole: nobody ever waits for a million updates.

The next table has the model's own definition under another name. Filling it is the caller's, as is the transaction of the swap.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

JSON_CHECK = re.compile(r' CHECK \(\(JSON_VALID\("\w+"\) OR "\w+" IS NULL\)\)')


def create_aside(model: type[models.Model], name: str) -> None:
    """Make an empty table like the model's under another name, without its indexes; the primary key it has.

    SQLite need not read every text of JSON again that we have written ourselves, and finds a row by its key in the table itself where
    that is called an integer; a bigint, the same number, has an index of its own.
    """
    table = table_of(model)
    sql = JSON_CHECK.sub("", str(_sql_writer().table_sql(model)[0]))
    if connection.vendor == "sqlite":
        sql = sql.replace(" bigint NOT NULL PRIMARY KEY", " integer NOT NULL PRIMARY KEY", 1)
    with connection.cursor() as cursor:
        cursor.execute(sql.replace(f"CREATE TABLE {quoted(table)}", f"CREATE TABLE {quoted(name)}", 1))


def leave_out(name: str, columns: Iterable[str]) -> None:
    """Take columns from an empty table made aside, until `put_back`."""
    with connection.cursor() as cursor:
        for column in columns:
            cursor.execute(f"ALTER TABLE {quoted(name)} DROP COLUMN {quoted(column)}")


def put_back(model: type[models.Model], name: str, values: Mapping[str, Any]) -> None:
    """Give a full table the columns that were left out, each with its one value: both databases keep that once, and not in every row."""
    fields = {str(field.column): field for field in model._meta.local_concrete_fields}  # noqa: SLF001 - as below
    with connection.cursor() as cursor:
        for column, value in values.items():
            kind = fields[column].db_type(connection)
            told = "NULL" if fields[column].null else "NOT NULL"
            cursor.execute(
                f"ALTER TABLE {quoted(name)} ADD COLUMN {quoted(column)} {kind} DEFAULT {_literal(value)} {told}"
            )


def _literal(value: Any) -> str:
    """One of our own values as SQL says it: the statement takes no parameters."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(int(value)) if connection.vendor == "sqlite" else str(value).upper()
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


def index_aside(model: type[models.Model], name: str) -> None:
    """Give the full table what it can have before the swap: on SQLite an index has no second name, so nothing."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sql in _index_statements(model, prefix=f"{name[-20:]}_", table=name):
                cursor.execute(sql)
            cursor.execute(f"ANALYZE {quoted(name)}")


def swap_in(model: type[models.Model], name: str, *, has_names: bool = True) -> None:
    """Put the table `name` in the place of the model's, which is thrown away; call it inside a transaction.

    Without names of people in it, its pages go back as they are: to fill them with zeros first is most of a drop on SQLite.
    """
    table = table_of(model)
    with connection.cursor() as cursor:
        _drop(table, is_wiped=has_names)
        cursor.execute(f"ALTER TABLE {quoted(name)} RENAME TO {quoted(table)}")
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER INDEX {quoted(name + '_pkey')} RENAME TO {quoted(table + '_pkey')}")
            for index in model._meta.indexes:  # noqa: SLF001 - Django's documented way to a model's table
                cursor.execute(f"ALTER INDEX {quoted(f'{name[-20:]}_{index.name}')} RENAME TO {quoted(index.name)}")
        else:
            for sql in _index_statements(model, prefix="", table=table):
                cursor.execute(sql)


def _drop(table: str, *, is_wiped: bool) -> None:
    with connection.cursor() as cursor:
        if is_wiped or connection.vendor != "sqlite":
            cursor.execute(f"DROP TABLE {quoted(table)}")
            return
        cursor.execute("PRAGMA secure_delete")
        usual = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA secure_delete = 0")
        try:
            cursor.execute(f"DROP TABLE {quoted(table)}")
        finally:
            cursor.execute(f"PRAGMA secure_delete = {usual}")


def drop_aside(model: type[models.Model]) -> None:
    """Throw away what killed attempts have left."""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name.startswith(f"{table_of(model)}_next_"):
                cursor.execute(f"DROP TABLE {quoted(name)}")


def aside_name(model: type[models.Model], number: int) -> str:
    """What the next table is called, `number` being the score run's."""
    return f"{table_of(model)}_next_{number}"


def table_of(model: type[models.Model]) -> str:
    return str(model._meta.db_table)  # noqa: SLF001 - as above


def quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _index_statements(model: type[models.Model], *, prefix: str, table: str) -> list[str]:
    """The model's indexes on another table, each named with `prefix`."""
    editor = _sql_writer()
    statements = []
    for index in model._meta.indexes:  # noqa: SLF001 - as above
        sql = str(index.create_sql(model, editor)).replace(quoted(index.name), quoted(prefix + index.name), 1)
        statements.append(sql.replace(f"ON {quoted(table_of(model))}", f"ON {quoted(table)}", 1))
    return statements


def _sql_writer() -> BaseDatabaseSchemaEditor:
    """A schema editor that only tells SQL: entering one would need foreign keys off, which a transaction forbids."""
    editor: BaseDatabaseSchemaEditor = connection.SchemaEditorClass(connection, collect_sql=True)
    editor.deferred_sql = []
    return editor
