"""Numbers in addresses that no database has room for: the page is not found, whoever asks and however."""

import re

import pytest
from django.test import Client
from leaky import addresses
from web.browsing import client_of
from world import World

pytestmark = pytest.mark.django_db
TOO_LONG = "9" * 20


def numbered() -> list[str]:
    """The addresses of pages with the number of a row in them, too long a one in its place; other parts have a word."""
    pages = [one for one in addresses() if not one.shape.startswith("/api/")]
    found = []
    for one in pages:
        parts = set(re.findall(r"{(\w+)}", one.shape))
        if parts - one.words:
            filled = {part: "palabra" if part in one.words else TOO_LONG for part in parts}
            found.append(one.shape.format_map(filled))
    return found


def test_every_page_of_a_row_that_cannot_be_is_not_found(world: World) -> None:
    client: Client = client_of(world.diego)
    pages = numbered()
    assert len(pages) > 100
    told = {(method, page): getattr(client, method)(page).status_code for page in pages for method in ("get", "post")}
    assert {asked: status for asked, status in told.items() if status != 404} == {}
