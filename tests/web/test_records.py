"""The records of a customer: what holds, what does not, one leaving and one joining by hand."""

from datetime import date
from typing import Any

import pytest
from web.browsing import client_of, page, posted
from web.test_relations import text
from world import World

from lazo.identify.models import Apart, ContactPoint, MatchPair, Merge, Party, PartyIdentifier
from lazo.identify.operations.merge import merge_parties
from lazo.identify.search.tokens import refresh_tokens
from lazo.kernel.models import UndoOffer, User
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


def person(name: str, owner: User, **columns: Any) -> Party:
    made = Party.objects.create(name=name, owner=owner, first_contact_on=ON, **columns)
    refresh_tokens([made.pk])
    return made


@pytest.fixture
def two(world: World) -> tuple[Party, Party]:
    one = person("Marta Peña", world.ana, city="Cali")
    other = person("Marta Lucía Peña", world.ana, city="Palmira", country="CO")
    ContactPoint.objects.create(party=other, kind="PHONE", value="+573005550142", key="+573005550142")
    return one, other


def test_what_holds_and_what_does_not_are_on_the_page(world: World, two: tuple[Party, Party]) -> None:
    merge_parties(one=two[0], other=two[1], by=world.ana)
    address = f"/clientes/{two[0].pk}/registros"
    shown = text(page(world.ana, address))
    assert "Registros de" in shown
    assert "Ciudad Palmira observado" in shown
    assert "1 valor más Cali observado" in shown
    assert "Teléfono +57 300 5550142 observado" in shown
    assert "País Colombia" in shown
    assert "conserva el número" in shown
    assert "Lo decidió una persona Ana" in shown
    assert client_of(world.carla).get(address).status_code == 404
    assert f'href="{address}"' in page(world.ana, f"/clientes/{two[0].pk}")


def test_a_record_leaves_and_comes_back(world: World, two: tuple[Party, Party]) -> None:
    merge_parties(one=two[0], other=two[1], by=world.ana)
    address = f"/clientes/{two[0].pk}/registros/{two[1].pk}/separacion"
    assert posted(world.carla, address).status_code == 404
    assert posted(world.ana, f"/clientes/{two[0].pk}/registros/{two[0].pk}/separacion").status_code == 404
    assert posted(world.ana, address)["Location"] == f"/clientes/{two[1].pk}"
    assert Apart.objects.standing().exists()
    undo(token=UndoOffer.objects.latest("pk").token, by=world.ana)
    assert Merge.objects.standing().exists()
    assert not Apart.objects.standing().exists()


def test_somebody_is_found_looked_at_and_joined(world: World, two: tuple[Party, Party]) -> None:
    address = f"/clientes/{two[0].pk}/union"
    assert "Marta Lucía Peña" in text(page(world.ana, f"{address}?q=lucia"))
    assert "Nadie que veas responde" in page(world.ana, f"{address}?q=zzzz")
    shown = text(page(world.ana, f"{address}?con={two[1].pk}"))
    assert "Registros 2 Compras 0 $ 0" in shown
    assert posted(world.ana, address, con=two[1].pk)["Location"] == f"/clientes/{two[0].pk}"
    assert "Ya son una sola" in page(world.ana, f"{address}?con={two[1].pk}")


def test_whom_one_does_not_see_cannot_be_joined(world: World, two: tuple[Party, Party]) -> None:
    hers = person("Zulma", world.carla)
    for wrong in (hers.pk, 999_999, "x", "9" * 30):
        assert client_of(world.ana).get(f"/clientes/{two[0].pk}/union?con={wrong}").status_code == 404
        assert posted(world.ana, f"/clientes/{two[0].pk}/union", con=wrong).status_code == 404
    assert client_of(world.carla).get(f"/clientes/{two[0].pk}/union").status_code == 404
    assert not Merge.objects.exists()


def test_what_speaks_against_it_needs_a_reason(world: World, two: tuple[Party, Party]) -> None:
    for number, party in zip(("43123812", "52000111"), two, strict=True):
        PartyIdentifier.objects.create(party=party, scheme="CO_CC", value=number, key=f"CO:{number}")
    address = f"/clientes/{two[0].pk}/union"
    assert "Cada una tiene un documento válido distinto" in page(world.ana, f"{address}?con={two[1].pk}")
    assert posted(world.ana, address, con=two[1].pk).status_code == 409
    assert posted(world.ana, address, con=two[1].pk, reason="Cambió de cédula").status_code == 302


def test_who_may_be_the_same_is_named(world: World, two: tuple[Party, Party]) -> None:
    pair = MatchPair.objects.create(left=two[0], right=two[1], kind="SAME", probability=0.82, weight=2.2)
    html = page(world.ana, f"/clientes/{two[0].pk}/registros")
    assert f'href="/datos/identidades/{pair.pk}"' in html
    assert "82 %" in text(html)
