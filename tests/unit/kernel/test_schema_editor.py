"""What a migration breaks is found; what it never wrote is not read again."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection

from lazo.kernel.schema_editor import TouchedSchemaEditor

pytestmark = pytest.mark.django_db(transaction=True)


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


@pytest.fixture
def tables(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Something kept for SQLite alone: elsewhere there is nothing to check."""
    monkeypatch.setattr(connection, "SchemaEditorClass", TouchedSchemaEditor)
    run(
        "CREATE TABLE house (id integer PRIMARY KEY)",
        "CREATE TABLE room (id integer PRIMARY KEY, house integer REFERENCES house (id) DEFERRABLE INITIALLY DEFERRED)",
        "INSERT INTO house VALUES (1)",
        "INSERT INTO room VALUES (1, 1)",
    )
    yield
    run("DROP TABLE room", "DROP TABLE house")


if connection.vendor == "sqlite":

    @pytest.mark.parametrize(
        "sql",
        [
            "INSERT INTO room VALUES (2, 9)",
            "DELETE FROM house",
            'UPDATE "house" SET id = 3',
            "UPDATE room SET house = 7",
        ],
    )
    def test_a_row_that_refers_to_nothing_undoes_the_migration(tables: None, sql: str) -> None:
        with pytest.raises(IntegrityError), connection.schema_editor() as editor:
            editor.execute(sql)
        with connection.cursor() as cursor:
            cursor.execute("SELECT room.house, house.id FROM room JOIN house ON house.id = room.house")
            assert cursor.fetchall() == [(1, 1)]

    def test_tables_that_nobody_wrote_are_not_looked_at(tables: None) -> None:
        with connection.schema_editor() as editor:
            editor.execute("ALTER TABLE house ADD COLUMN name text NULL")
            assert isinstance(editor, TouchedSchemaEditor)
            assert editor._to_check() == []
            run("INSERT INTO room VALUES (3, 1)")
            assert editor._to_check() == ["room"]
