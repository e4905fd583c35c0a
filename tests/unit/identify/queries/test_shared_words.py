"""Names that share two words with one that is being written, in whatever order, with slips, and in another city when the model is sure."""

import json
from typing import Any

import pytest
from world import World

from lazo.analytics.linkage.model import default_model
from lazo.analytics.linkage.settings import PARTIES
from lazo.identify.models import Party, ResolutionRun
from lazo.identify.queries import shared_words
from lazo.identify.queries.duplicates import Sketch, likely_duplicates
from lazo.identify.queries.shared_words import sharing_words
from lazo.identify.search.tokens import refresh_tokens
from lazo.identify.search.vocabulary import keep_new_words

pytestmark = pytest.mark.django_db
NAMES = ("Ana Lucía Mosquera Rentería", "Ana Lucía Tascón", "Pedro Mosquera Rentería", "Mosquera Ana", "Luz Mejía")


@pytest.fixture
def known(world: World) -> dict[str, int]:
    made = {}
    for name in NAMES:
        folded = name.lower().translate(str.maketrans("áéíóú", "aeiou"))
        words = name.split()
        given, surnames = " ".join(words[: len(words) // 2]), " ".join(words[len(words) // 2 :])
        party = Party.objects.create(
            name=name,
            folded_name=folded,
            given_name=given,
            surnames=surnames,
            city="Cali",
            country="CO",
            owner=world.ana,
        )
        made[name] = party.pk
    refresh_tokens(list(made.values()))
    keep_new_words()
    return made


def found(known: dict[str, int], name: str) -> set[str]:
    names = {pk: name for name, pk in known.items()}
    return {names[pk] for pk in sharing_words(name, limit=50)}


@pytest.mark.parametrize(
    ("name", "sharing"),
    [
        ("Renteria Mosquera", {NAMES[0], NAMES[2]}),
        ("Rentería, Ana", {NAMES[0]}),
        ("Ana Mosqera", {NAMES[0], NAMES[3]}),
        ("Lucia Tascom", {NAMES[1]}),
        ("Ana Quispe", set()),
        ("Mosquera", set()),
        ("", set()),
    ],
)
def test_two_words_in_common(known: dict[str, int], name: str, sharing: set[str]) -> None:
    assert found(known, name) == sharing


def test_words_that_everybody_has_lead_nowhere(known: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_words, "FOLLOWED", 2)
    assert found(known, "Ana Mosquera") == set()
    assert found(known, "Ana Mosquera Tascón") == {NAMES[1]}


def test_a_name_whose_beginning_is_another_is_proposed(world: World, known: dict[str, int]) -> None:
    sketch: dict[str, Any] = {"name": "Anna Lucia Mosquera Renteria", "country": "CO"}
    assert [one.name for one in likely_duplicates(user=world.ana, sketch=Sketch(city="Cali", **sketch))] == [NAMES[0]]
    assert likely_duplicates(user=world.carla, sketch=Sketch(city="Cali", **sketch)) == []


def test_of_another_city_is_only_who_is_surely_the_same(world: World, known: dict[str, int]) -> None:
    sketch = Sketch(name=NAMES[0], city="Bogotá", country="CO")
    assert likely_duplicates(user=world.ana, sketch=sketch) == []
    done = {"state": "DONE", "finished_at": "2026-11-22T00:00Z", "is_trained": True}
    model = json.loads(default_model(PARTIES, records=10**9).to_json())
    ResolutionRun.objects.create(scope="FULL", model=model, **done)
    assert likely_duplicates(user=world.ana, sketch=sketch) == []
    ResolutionRun.objects.create(scope="FULL", model={**model, "prior": 0.01}, **done)
    assert [one.name for one in likely_duplicates(user=world.ana, sketch=sketch)] == [NAMES[0]]
