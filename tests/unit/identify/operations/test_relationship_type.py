"""The standard types of relation in a workspace."""

import pytest

from lazo.identify.models import RelationshipType
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.identify.relationship_types import STANDARD_TYPES
from lazo.kernel.models import Event

pytestmark = pytest.mark.django_db


def test_all_come_in_once(db: None) -> None:
    assert seed_relationship_types() == [standard.key for standard in STANDARD_TYPES]
    assert seed_relationship_types() == []
    assert RelationshipType.objects.count() == len(STANDARD_TYPES) == 32
    event = Event.objects.get()
    assert (event.kind, event.by, len(event.data["keys"])) == ("relationship_types.seeded", None, 32)


def test_words_are_renewed_and_the_company_s_own_stay(db: None) -> None:
    seed_relationship_types()
    RelationshipType.objects.filter(pk="spouse").update(name="es cónyuge de")
    RelationshipType.objects.create(
        key="compadre", family="SOCIAL", name="es compadre de", inverse_name="es compadre de"
    )
    assert seed_relationship_types() == ["spouse"]
    assert RelationshipType.objects.get(pk="spouse").name == "es pareja de"
    assert RelationshipType.objects.filter(pk="compadre").exists()


def test_both_ends_have_words() -> None:
    by_key = {standard.key: standard for standard in STANDARD_TYPES}
    assert len(by_key) == len(STANDARD_TYPES)
    assert (by_key["spouse"].is_symmetric, by_key["parent-child"].is_symmetric) == (True, False)
    assert by_key["parent-child"].inverse_name == "es hija o hijo de"
