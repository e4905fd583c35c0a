"""What a customer is to us: the page, a role given and ended, and who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from web.browsing import client_of, page, posted
from web.test_relations import party, text
from world import World

from lazo.identify.models import PartyRole
from lazo.kernel.models import UndoOffer

pytestmark = pytest.mark.django_db


def test_a_role_is_given_shown_and_ended(world: World) -> None:
    abel = party("Abel", world.ana)
    address = f"/clientes/{abel.pk}/roles"
    assert "Nadie ha dicho qué es para nosotros" in page(world.ana, address)
    assert posted(world.ana, address, kind="supplier", since="2024-03-15")["Location"] == address
    role = PartyRole.objects.get()
    assert "Proveedor 15 mar 2024" in text(page(world.ana, address))
    assert address in page(world.ana, f"/clientes/{abel.pk}")
    assert posted(world.ana, f"{address}/{role.pk}/fin")["Location"] == address
    said = text(page(world.ana, address))
    assert "1 que terminó" in said
    posted(world.ana, f"/deshacer/{UndoOffer.objects.latest('pk').token}")
    assert PartyRole.objects.get().valid_to is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Elige de la lista."),
        ({"kind": "king"}, "Elige de la lista."),
        ({"kind": "payer", "since": "ayer"}, "Escribe la fecha como 2024-03-15."),
        ({"kind": "payer", "since": "2024-01-02", "until": "2024-01-01"}, "Empieza después de hoy"),
        ({"kind": "fan"}, "Ya tiene ese rol."),
    ],
)
def test_what_cannot_be_is_said_by_its_field(world: World, said: dict[str, str], words: str) -> None:
    abel = party("Abel", world.ana)
    PartyRole.objects.create(party=abel, kind="fan")
    response = posted(world.ana, f"/clientes/{abel.pk}/roles", **said)
    assert response.status_code == 400
    assert words in text(response.content.decode())
    assert PartyRole.objects.count() == 1


def test_who_does_not_see_the_customer_finds_nothing(world: World) -> None:
    abel, other = party("Abel", world.ana), party("Otra", world.carla)
    role = PartyRole.objects.create(party=abel, kind="fan")
    client = client_of(world.carla)
    assert client.get(f"/clientes/{abel.pk}/roles").status_code == 404
    assert posted(world.carla, f"/clientes/{abel.pk}/roles", kind="payer").status_code == 404
    assert posted(world.carla, f"/clientes/{other.pk}/roles/{role.pk}/fin").status_code == 404
    assert PartyRole.objects.get().valid_to is None


def test_one_and_three_roles_cost_the_same(world: World) -> None:
    abel = party("Abel", world.ana)
    client, counts = client_of(world.ana), []
    for kinds in (("fan",), ("payer", "member")):
        PartyRole.objects.bulk_create(PartyRole(party=abel, kind=kind) for kind in kinds)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/clientes/{abel.pk}/roles")
        counts.append(len(asked))
    assert counts[0] == counts[1]
