"""Ranges of row ids set aside for a batch, so that a plan can name its rows before they exist."""

from django.db import connection, transaction


@transaction.atomic
def reserve_ids(table: str, count: int) -> int:
    """Set `count` consecutive ids of `table` aside and return the first; nobody else is given them.

    What is not used stays unused. On PostgreSQL the table is locked against inserts for an instant, because its
    sequence alone can't promise consecutive numbers.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
            (sequence,) = cursor.fetchone()
            cursor.execute("SELECT nextval(%s)", [sequence])
            (first,) = cursor.fetchone()
            if count > 1:
                cursor.execute("SELECT setval(%s, %s)", [sequence, first + count - 1])
            return int(first)
        cursor.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last + count])
        return int(last) + 1
