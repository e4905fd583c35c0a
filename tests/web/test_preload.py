"""What every page needs is named beside it, and is what the page itself names: nothing is fetched twice."""

import re

import pytest
from web.browsing import client_of
from world import World

pytestmark = pytest.mark.django_db


def test_a_page_names_its_style_sheet_and_typeface(world: World) -> None:
    answer = client_of(world.diego).get("/clientes")
    named = set(re.findall(r"<([^>]+)>; rel=preload", answer["Link"]))
    assert len(named) == 2
    assert named < set(re.findall(r'href="([^"]+)"', answer.content.decode()))


def test_a_part_of_a_page_and_what_is_no_page_name_nothing(world: World) -> None:
    client = client_of(world.diego)
    part = client.get("/clientes?q=perez", headers={"HX-Request": "true", "HX-Target": "resultado"})
    assert "Link" not in part
    assert "Link" not in client.get("/api/v1/openapi.json")
    assert "Link" not in client.get("/clientes/999999999")
