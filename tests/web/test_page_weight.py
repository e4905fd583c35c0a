"""What a page weighs on a first visit with all that it loads: compressed, in the bytes that a browser gets."""

import re
from collections.abc import Iterable

import pytest
from acted import make_offers
from campaigned import drafts
from django.test import Client
from experimented import bank
from leaky import addresses, make_leaky
from segmented import MEXICO
from web.browsing import client_of
from world import World

from lazo.differentiate.operations.segment import create_segment
from lazo.identify.models import Interaction
from lazo.kernel.workspace import Workspace
from lazo.web.navigation import PLACES, address

pytestmark = pytest.mark.django_db

MOST, MOST_WITH_TYPEFACE = 60_000, 80_000
TYPEFACE = ".woff2"
LOADED = re.compile(r'<(?:link [^>]*?href|script [^>]*?src|img [^>]*?src)="(/[^"]+)"')
GALLERY = "/ui"
"""Every component twice, for who builds pages: nobody's work waits for it."""


def weights(client: Client, page: str) -> dict[str, int]:
    """Bytes of the page and of each file it names, as they are sent; empty where the answer is no page."""
    response = client.get(page, headers={"Accept-Encoding": "gzip"})
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return {}
    text = client.get(page).content.decode()
    return {page: len(response.content)} | {name: size_of(client, name) for name in LOADED.findall(text)}


def size_of(client: Client, name: str) -> int:
    response = client.get(name, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, name
    return len(response.getvalue())


def heavy(client: Client, pages: Iterable[str]) -> dict[str, dict[str, int]]:
    """The pages that weigh too much, with what weighs in them."""
    found = {}
    for page in pages:
        told = weights(client, page)
        plain = sum(size for name, size in told.items() if not name.endswith(TYPEFACE))
        if plain > MOST or sum(told.values()) > MOST_WITH_TYPEFACE:
            found[page] = told
    return found


def test_each_place_of_the_navigation_is_light_with_a_full_page(world: World, workspace: Workspace) -> None:
    company = make_offers(world, workspace, customers=60).company
    busy = company.customers[0]
    Interaction.objects.bulk_create(
        Interaction(party=busy, source=company.source, occurred_on="2025-12-01", text=f"Habló del pedido {number}")
        for number in range(60)
    )
    for number in range(30):
        create_segment(by=world.diego, name=f"De México, número {number}", definition=MEXICO)
    drafts(world)
    bank(world.diego)
    client = client_of(world.diego)
    pages = [address(place.route) for place in PLACES]
    assert "" not in pages
    listed = weights(client, "/clientes")
    assert any(name.endswith(TYPEFACE) for name in listed)
    assert len(listed) >= 4
    assert heavy(client, [*pages, f"/clientes/{busy.pk}", "/clientes?orden=-clv&columna=city&columna=tier"]) == {}


def test_no_page_at_all_is_heavy(world: World) -> None:
    leaky = make_leaky(world)
    client = client_of(world.diego)
    pages = [one.of(leaky.numbers) for one in addresses()]
    assert heavy(client, [page for page in pages if page != GALLERY]) == {}
