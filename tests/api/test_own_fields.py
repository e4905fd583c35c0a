"""A company's own fields by program: the list in their order, filtered by them, and how many have each value."""

from datetime import date

import pytest
from rest import Program, person
from world import World

from lazo.identify.models import TraitDefinition
from lazo.identify.operations.trait import set_trait

pytestmark = pytest.mark.django_db


def test_own_fields_order_filter_and_are_counted_for_whom_one_sees(world: World) -> None:
    for place, (key, of) in enumerate({"canal": "CHOICE", "cupo": "MONEY", "renueva": "DATE"}.items()):
        choices = ["Feria", "Tienda"] if of == "CHOICE" else []
        told = {"name": key, "type": of, "kind": "DECLARED", "package": "custom", "position": place}
        TraitDefinition.objects.create(key=key, choices=choices, **told)
    ana, beto, caro = (person(world.ana, name) for name in ("Ana Paz", "Beto Paz", "Caro Paz"))
    for party, canal, cupo in ((ana, "Feria", 300), (beto, "Tienda", 900), (caro, "Feria", 50)):
        set_trait(party=party, key="canal", value=canal, by=world.ana)
        set_trait(party=party, key="cupo", value=cupo, by=world.ana)
    set_trait(party=ana, key="renueva", value=date(2026, 3, 1), by=world.ana)
    program = Program(world.ana)
    rows = program.get("/customers?sort=-trait:cupo&fields=trait:cupo&limit=2")
    assert rows["data"] == [{"id": beto.pk, "traits": {"cupo": 900}}, {"id": ana.pk, "traits": {"cupo": 300}}]
    rest = program.get(f"/customers?sort=-trait:cupo&fields=trait:cupo&limit=2&cursor={rows['next']}")
    assert (rest["data"], rest["next"]) == ([{"id": caro.pk, "traits": {"cupo": 50}}], None)
    told = program.get("/customers/facets?custom=true&traits=cupo:from:100")
    assert told["total"] == 2
    assert [(one["key"], one["counts"]) for one in told["custom"]] == [
        ("canal", {"Feria": 1, "Tienda": 1}),
        ("cupo", {}),
        ("renueva", {}),
    ]
    assert [span["customers"] for span in told["custom"][1]["ranges"] if span["customers"]] == [1, 1, 1]
    assert told["custom"][2]["ranges"] == [{"low": "2026-03-01", "high": "2026-04-01", "customers": 1}]
    assert program.get("/customers/facets")["custom"] == []
    nobody = Program(world.carla).get("/customers/facets?custom=true&traits=canal:is:Feria")
    assert (nobody["total"], [one["counts"] for one in nobody["custom"]]) == (0, [{}, {}, {}])
