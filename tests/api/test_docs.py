"""The description of the API: for machines and for people, without anything from elsewhere."""

import re

import pytest
from django.test import Client
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


def test_the_page_needs_nothing_from_elsewhere() -> None:
    response = Client().get("/api/v1/docs")
    html = response.content.decode()
    assert re.findall(r'(?:src|href)="(https?:[^"]+)"', html) == []
    assert "<script" not in html
    assert " style=" not in html
    assert 'id="shape-CustomerOut"' in html
    assert "/api/v1/customers/bulk" in html


def test_anything_else_is_a_problem() -> None:
    for method in ("get", "post"):
        response = getattr(Client(), method)("/api/v1/nada")
        assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json")


def test_an_address_with_a_line_break_is_a_problem_too(world: World) -> None:
    for path in ("/traits%0A", "/nada%0Ax", "/custom-fields/a%0Ab"):
        assert Program(world.diego).problem("PUT", path, {"name": "x"}, status=404)[0] in {"no_address", "not_found"}
