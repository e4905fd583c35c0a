"""Values of traits in the warehouse: typed, one row a value, following whoever writes them."""

from datetime import date
from typing import Any

import duckdb
import pytest
from listed import add_party
from mirrored import run_sync
from world import World

from lazo.identify.models import Party, TraitDefinition
from lazo.identify.operations.trait import set_trait
from lazo.kernel.models import User
from lazo.kernel.warehouse.doctor import doctor
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

VALUES: dict[str, tuple[str, Any]] = {
    "lema": ("TEXT", "Ñandú"),
    "puntos": ("NUMBER", 7.25),
    "deuda": ("NUMBER", -1e300),
    "cupo": ("MONEY", 250),
    "renueva": ("DATE", date(2026, 3, 1)),
    "socio": ("FLAG", True),
}
COLUMNS = "party_id, definition_id, kind, text, number, money, day, other_id"


def say(party: Party, by: User) -> dict[str, int]:
    fields = {}
    for key, (of, value) in VALUES.items():
        field = TraitDefinition.objects.create(key=key, name=key, type=of, kind="DECLARED", package="custom")
        set_trait(party=party, key=key, value=value, by=by)
        fields[key] = field.pk
    return fields


def mirrored_traits(workspace: Workspace) -> list[tuple[Any, ...]]:
    paths = [str(path) for path in open_snapshot(workspace).paths("traits")]
    if not paths:
        return []
    with duckdb.connect() as con:
        return con.execute(f"SELECT {COLUMNS} FROM read_parquet(?) ORDER BY id", [paths]).fetchall()


def test_values_are_mirrored_in_the_column_of_their_type_and_follow(world: World, workspace: Workspace) -> None:
    ana = add_party("Ana", owner=world.ana, team=world.north)
    fields = say(ana, world.diego)
    run_sync(workspace)
    none = (None, None, None, None, None)
    expected = {
        "lema": ("Ñandú", *none[1:]),
        "puntos": (None, 7.25, *none[2:]),
        "deuda": (None, -1e300, *none[2:]),
        "cupo": (None, None, 250, *none[3:]),
        "renueva": (None, None, None, date(2026, 3, 1), None),
        "socio": (None, 1.0, *none[2:]),
    }
    rows = [(ana.pk, fields[key], "DECLARED", *columns) for key, columns in expected.items()]
    assert mirrored_traits(workspace) == rows
    assert doctor(workspace) == []
    set_trait(party=ana, key="cupo", value=None, by=world.diego)
    set_trait(party=ana, key="puntos", value=8.0, by=world.diego)
    run_sync(workspace)
    rows = [
        (*row[:4], 8.0, *row[5:]) if row[1] == fields["puntos"] else row for row in rows if row[1] != fields["cupo"]
    ]
    assert mirrored_traits(workspace) == rows
    assert doctor(workspace) == []
