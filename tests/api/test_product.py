"""Products by program: made, brought up to date, corrected, by who may import."""

from typing import Any

import pytest
from rest import Program
from world import World

from lazo.identify.models import Product
from lazo.kernel.models import Change, Event

pytestmark = pytest.mark.django_db


def test_a_product_is_made_once_and_then_brought_up_to_date(world: World) -> None:
    program = Program(world.diego)
    made = program.post("/products", {"sku": " A-1 ", "name": "Café  molido"})
    assert made == {"id": made["id"], "sku": "A-1", "name": "Café molido", "category": ""}
    again = program.post("/products", {"sku": "A-1", "category": "Granos"}, status=200)
    assert again == {**made, "category": "Granos"}
    assert program.get(f"/products/{made['id']}") == again
    assert list(Event.objects.filter(kind__startswith="product").values_list("kind", "data")) == [
        ("products.added", {"products": [made["id"]]}),
        ("products.changed", {"products": [made["id"]]}),
    ]
    assert list(Change.objects.filter(table="products").values_list("operation", flat=True)) == ["A", "U"]


def test_a_product_is_corrected_and_its_code_stays(world: World) -> None:
    program = Program(world.diego)
    made = program.post("/products", {"sku": "A-1", "name": "Café", "category": "Granos"})
    changed = program.answer("PATCH", f"/products/{made['id']}", {"category": None})
    assert changed == {**made, "category": ""}
    assert Event.objects.get(kind="product.edited").detail.before == {"category": "Granos"}
    program.answer("PATCH", f"/products/{made['id']}", {"category": ""})
    assert Event.objects.filter(kind="product.edited").count() == 1
    assert program.problem("PATCH", f"/products/{made['id']}", {"sku": "B"}, status=422)[1] == [
        ("/sku", "unknown_field")
    ]
    assert program.problem("PATCH", "/products/999999", {"name": "B"}, status=404)[0] == "not_found"


def test_a_thousand_at_once_each_with_its_outcome(world: World, django_assert_max_num_queries: Any) -> None:
    program = Program(world.diego)
    program.post("/products", {"sku": "A-1", "name": "Café"})
    rows = [{"sku": "A-1", "name": "Té"}, {"sku": "A-1", "name": "Té"}, {"sku": "B-2"}, {"sku": "  "}]
    said = program.post("/products/bulk", {"rows": rows}, status=200)
    assert [one["outcome"] for one in said["results"]] == ["changed", "same", "created", "rejected"]
    assert [(e["field"], e["code"]) for e in said["results"][3]["errors"]] == [("/rows/3/sku", "missing")]
    assert (said["created"], said["changed"], said["same"], said["rejected"]) == (1, 1, 1, 1)
    many = [{"sku": f"P-{number}", "name": "x"} for number in range(1000)]
    with django_assert_max_num_queries(30):
        assert program.post("/products/bulk", {"rows": many}, status=200)["created"] == 1000
    assert Product.objects.count() == 1002
    first = program.get("/products?limit=1000&fields=sku")
    rest = program.get(f"/products?cursor={first['next']}&limit=1000")
    assert (len(first["data"]), len(rest["data"]), rest["next"]) == (1000, 2, None)


def test_only_who_may_import_writes_products(world: World) -> None:
    held = Product.objects.create(sku="A-1")
    for method, path, body in (
        ("POST", "/products", {"sku": "B"}),
        ("POST", "/products/bulk", {"rows": [{"sku": "B"}]}),
        ("PATCH", f"/products/{held.pk}", {"name": "B"}),
    ):
        assert Program(world.ana).problem(method, path, body, status=403)[0] == "not_allowed"
        reading = Program(world.diego, ("purchases:read",))
        assert reading.problem(method, path, body, status=403)[0] == "no_scope"
    assert Program(world.ana).get(f"/products/{held.pk}")["sku"] == "A-1"
