"""The description of the API: for machines and for people, without anything from elsewhere."""

import re
from collections import Counter

import pytest
from django.test import Client
from ninja import Schema
from rest import Program
from world import World

pytestmark = pytest.mark.django_db


def test_the_document_is_for_anybody() -> None:
    told = Client().get("/api/v1/openapi.json").json()
    assert (told["openapi"], told["info"]["title"]) == ("3.1.0", "Lazo")
    assert set(told["paths"]["/api/v1/customers/{customer}"]) == {"get", "patch", "delete"}
    post = told["paths"]["/api/v1/customers"]["post"]
    assert "Idempotency-Key" in [parameter["name"] for parameter in post["parameters"]]
    assert "application/problem+json" in post["responses"]["422"]["content"]


def test_the_pages_need_nothing_from_elsewhere() -> None:
    doors, shapes = (Client().get(f"/api/v1/docs{page}").content.decode() for page in ("", "/shapes"))
    for html in (doors, shapes):
        assert re.findall(r'(?:src|href)="(https?:[^"]+)"', html) == []
        assert "<script" not in html
        assert " style=" not in html
    assert "/api/v1/customers/bulk" in doors
    assert 'href="docs/shapes#shape-CustomerOut"' in doors
    assert 'id="shape-CustomerOut"' in shapes


def test_every_shape_has_a_name_of_its_own() -> None:
    """Of two with one name the description would tell one, and promise it where the other is."""
    Client().get("/api/v1/openapi.json")
    seen, waiting = set(), [Schema]
    while waiting:
        below = {one for one in waiting.pop().__subclasses__() if one.__module__.startswith("lazo.")}
        waiting += below - seen
        seen |= below
    names = Counter(one.__name__ for one in seen)
    assert len(names) > 100
    assert [name for name, count in names.items() if count > 1] == []


def test_anything_else_is_a_problem() -> None:
    for method in ("get", "post"):
        response = getattr(Client(), method)("/api/v1/nada")
        assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")


def test_an_address_with_a_line_break_is_a_problem_too(world: World) -> None:
    for path in ("/traits%0A", "/nada%0Ax", "/custom-fields/a%0Ab"):
        assert Program(world.diego).problem("PUT", path, {"name": "x"}, status=404)[0] in {"no_address", "not_found"}
