"""After a test that commits, its rows go. Django would empty every table and make its permissions anew: ten times the work."""

from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT = {"django_content_type", "auth_permission"}
"""What a migration leaves and no test writes."""


def use_quick_emptying() -> None:
    TransactionTestCase._fixture_teardown = _empty  # type: ignore[method-assign]  # Django offers no other place


def _empty(_case: TransactionTestCase) -> None:
    filled = [name for name in _filled() if name not in KEPT]
    if not filled:
        return
    if connection.vendor != "postgresql":
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), filled))
        return
    # Each table truncated is a file for it and for every index; there are few rows.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("; ".join(f"DELETE FROM {connection.ops.quote_name(name)}" for name in filled))


def _filled() -> list[str]:
    """The tables that have rows: a question for all."""
    names = sorted(connection.introspection.django_table_names(only_existing=False, include_views=False))
    quote = connection.ops.quote_name
    found: list[str] = []
    with connection.cursor() as cursor:
        for first in range(0, len(names), 100):  # SQLite joins no more than 500 selects
            asked = " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quote(name)})" for name in names[first : first + 100]
            )
            cursor.execute(asked)
            found += [name for (name,) in cursor.fetchall()]
    return found
