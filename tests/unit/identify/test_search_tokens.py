"""The words of an import are those that the operations write, whoever wrote them and however they leave."""

from datetime import date

import pytest
from importing import bring
from world import World

from lazo.differentiate.models import CustomerCard
from lazo.identify.imports.operations import undo_batch
from lazo.identify.models import Party, SearchToken, SearchWord
from lazo.identify.operations.party import add_person, edit_party
from lazo.identify.queries.search import search_parties
from lazo.identify.search.tokens import STALE, rebuild_tokens, refresh_tokens, tokens_are_missing
from lazo.identify.search.words import wanted_words
from lazo.kernel.jobs import NullContext

pytestmark = pytest.mark.django_db
ON = date(2025, 1, 1)
FILE = """Código,Nombre,Razón social,Documento,Correo,Celular,País,Ciudad
C-001,María  del-Mar Gárate,,1032456789,Maria.Garate@correo.example,+57 300 123 4567,CO,Cali
C 001b,Óptica Ñandú,Óptica Ñandú S.A.S.,900123456,ventas@nandu.example,,CO,Cali
C-003,Renée O'Hara Maria,,,,604 444 55 66,CO,Medellín
C-003,Renée O'Hara,,,,604 444 55 66,CO,Bogotá
"""


def all_tokens() -> set[tuple[str, int, str]]:
    return set(SearchToken.objects.values_list("token", "party", "field"))


def names(world: World, text: str) -> list[str]:
    return [found.name for found in search_parties(user=world.diego, text=text)]


def test_an_import_brings_the_words_its_parties_would_be_given_by_hand(world: World) -> None:
    bring("customers", FILE, world.diego)
    brought = all_tokens()
    refresh_tokens(list(Party.objects.values_list("pk", flat=True)))
    assert brought == all_tokens()
    assert len(brought) > 20
    assert set(CustomerCard.objects.values_list("pk", flat=True)) == set(Party.objects.values_list("pk", flat=True))
    assert SearchWord.objects.filter(word="garate", variant="garte").exists()


KNOWN_BY = {
    "María": (
        "garate",
        "GÁRATE mar",
        "maria.garate@",
        "300 123",
        "+57 (300) 123-4567",
        "4567",
        "1 234 5",
        "00123",
        "0123456",
        "103245",
        "6789",
        "c-001",
        "garrate",
    ),
    "Óptica": ("nandu", "ñandú óptica", "nanud", "900.123.456"),
    "Renée": ("renee hara", "4445566", "444 55"),
}


def test_whatever_one_knows_of_somebody_finds_them(world: World) -> None:
    bring("customers", FILE, world.diego)
    missed = [
        text
        for expected, texts in KNOWN_BY.items()
        for text in texts
        if not any(name.startswith(expected) for name in names(world, text))
    ]
    assert missed == []


def test_an_update_by_file_and_its_undo_change_the_words(world: World) -> None:
    bring("customers", FILE, world.diego)
    batch = bring("customers", "Código,Nombre,Correo\nC-001,Marta Rengifo,otra@correo.example\n", world.diego)
    assert names(world, "rengifo") == ["Marta Rengifo"]
    assert names(world, "otra@correo") == ["Marta Rengifo"]
    assert names(world, "garate") == []
    assert CustomerCard.objects.filter(name="Marta Rengifo").exists()
    undo_batch(NullContext(), batch=batch.pk)
    assert names(world, "rengifo") == []
    assert names(world, "otra@correo") == []
    assert len(names(world, "garate")) == 1


def test_the_undo_of_a_batch_leaves_no_word(world: World) -> None:
    batch = bring("customers", FILE, world.diego)
    undo_batch(NullContext(), batch=batch.pk)
    assert not SearchToken.objects.exists()
    assert not CustomerCard.objects.exists()


def test_a_person_added_by_hand_is_found_at_once(world: World) -> None:
    party = add_person(given_name="Ílson", surnames="Tübke", by=world.ana, on=ON, phones=("3001112233",), country="CO")
    assert [found.id for found in search_parties(user=world.ana, text="tubke")] == [party.pk]
    found = search_parties(user=world.ana, text="2233")[0]
    assert (found.id, found.why, found.shown) == (party.pk, "phone", "•••2233")
    assert search_parties(user=world.ana, text="tubkee")[0].id == party.pk
    assert search_parties(user=world.carla, text="tubke") == []
    edit_party(party=party, version=1, changes={"surnames": "Otro", "phones": ()}, by=world.ana)
    assert search_parties(user=world.ana, text="tubke") == []
    assert search_parties(user=world.ana, text="2233") == []
    assert search_parties(user=world.ana, text="otro", kinds=("ORGANIZATION",)) == []


def test_whatever_is_typed_breaks_nothing(world: World) -> None:
    add_person(given_name="Ana", by=world.ana, on=ON)
    for text in ("", "   ", "?!", "\x00", "🙂", "a" * 5000, "%' OR 1=1 --"):
        assert names(world, text) == []


def test_a_piece_of_the_middle_of_a_telephone_finds_it_and_hides_no_end(world: World) -> None:
    for name, phone in (("Ana", "+57 300 455 6711"), ("Luz", "+57 301 222 4556")):
        add_person(given_name=name, phones=[phone], by=world.diego, on=ON)
    assert names(world, "4556") == ["Ana", "Luz"]
    found = {one.name: (one.why, one.shown) for one in search_parties(user=world.diego, text="0455 67")}
    assert found == {"Ana": ("phone", "•••6711")}
    token = wanted_words("4556")[0].by_start
    assert [fields for _start, fields in token][-1] == ["m"]


def test_words_of_an_older_kind_are_written_again(world: World) -> None:
    add_person(given_name="Ana", phones=["+57 300 455 6711"], by=world.diego, on=ON)
    SearchToken.objects.filter(field="m").delete()
    assert not tokens_are_missing()
    SearchToken.objects.create(**STALE)
    assert tokens_are_missing()
    rebuild_tokens(context=NullContext())
    assert not tokens_are_missing()
    assert names(world, "4556") == ["Ana"]
