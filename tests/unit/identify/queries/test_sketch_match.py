"""What the model says of somebody who is being written."""

import json
from typing import Any

import pytest
from world import World

from lazo.analytics.linkage.model import default_model
from lazo.analytics.linkage.settings import PARTIES
from lazo.identify.models import ContactPoint, Party, ResolutionRun
from lazo.identify.queries.duplicates import Sketch, likely_duplicates

pytestmark = pytest.mark.django_db


def person(given: str, surnames: str, owner: Any, **more: Any) -> Party:
    name = f"{given} {surnames}"
    return Party.objects.create(
        name=name, folded_name=name.lower(), given_name=given, surnames=surnames, owner=owner, country="CO", **more
    )


def learned() -> None:
    model = json.loads(default_model(PARTIES, records=1_000).to_json())
    done = {"state": "DONE", "finished_at": "2026-11-22T00:00Z", "is_trained": True}
    ResolutionRun.objects.create(scope="FULL", model=model, **done)


def test_the_surest_comes_first_and_says_how_sure(world: World, django_assert_max_num_queries: Any) -> None:
    same = person("Ana Lucía", "Mosquera Rentería", world.ana, city="Cali")
    other = person("Pedro", "Mosquera", world.ana)
    for who in (other, same):
        ContactPoint.objects.create(party=who, kind="PHONE", value="3005550142", key="+573005550142")
    sketch = Sketch(name="Ana Lucia Mosquera Renteria", country="CO", city="Cali", phones=["300 555 0142"])
    before = likely_duplicates(user=world.ana, sketch=sketch)
    assert [(one.id, one.probability) for one in before] == [(same.pk, None), (other.pk, None)]
    learned()
    with django_assert_max_num_queries(17):
        found = likely_duplicates(user=world.ana, sketch=sketch)
    assert [one.id for one in found] == [same.pk, other.pk]
    assert found[0].probability is not None
    assert found[0].probability > 0.95
    assert (found[1].probability or 0.0) < found[0].probability
    assert likely_duplicates(user=world.carla, sketch=sketch) == []


def test_a_model_of_another_version_is_not_used(world: World) -> None:
    person("Ana", "Mosquera", world.ana)
    done = {"state": "DONE", "finished_at": "2026-11-22T00:00Z", "is_trained": True}
    ResolutionRun.objects.create(scope="FULL", model={"version": 0, "settings": "other"}, **done)
    (found,) = likely_duplicates(user=world.ana, sketch=Sketch(name="Ana Mosquera"))
    assert found.probability is None
