"""The gallery of components."""

import re

import pytest
from web.browsing import client_of, page
from world import World

from lazo.web.assets import ROOT

pytestmark = pytest.mark.django_db

SHOWN = {
    "colour", "text", "button", "label", "ring", "field", "tabs", "stat", "table", "timeline", "chart", "notice", "toast", "menu", "palette",
    "skeleton", "empty", "failed", "forbidden",
}  # fmt: skip


def test_every_component_is_shown_light_and_dark(world: World) -> None:
    html = page(world.carla, "/ui")
    shown = re.findall(r'data-component="([a-z]+)"', html)
    assert {name: shown.count(name) for name in shown} == dict.fromkeys(SHOWN, 2)


def test_no_two_elements_have_the_same_name(world: World) -> None:
    names = re.findall(r'\sid="([^"]+)"', page(world.ana, "/ui"))
    assert sorted(names) == sorted(set(names))


def test_the_gallery_is_only_looked_at(world: World) -> None:
    assert client_of(world.ana).post("/ui").status_code == 405


def test_the_parts_of_the_house_lie_where_they_are_sought() -> None:
    assert (ROOT / "css" / "components" / "palette.css").exists()
    assert (ROOT / "js" / "palette.js").exists()
