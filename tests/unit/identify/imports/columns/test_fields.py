import pytest

from lazo.identify.imports.columns.fields import ENTITIES, FIELDS, field_of
from lazo.identify.imports.columns.guess import plain


@pytest.mark.parametrize("entity", ENTITIES)
def test_keys_and_labels_are_unique_within_an_entity(entity):
    keys = [field.key for field in FIELDS[entity]]
    labels = [str(field.label) for field in FIELDS[entity]]

    assert len(keys) == len(set(keys))
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_alias_is_written_folded(entity):
    for field in FIELDS[entity]:
        for alias in field.aliases:
            assert alias == alias.lower()
            assert plain(alias)


@pytest.mark.parametrize("entity", ENTITIES)
def test_no_alias_names_two_fields(entity):
    owners: dict[str, set[str]] = {}
    for field in FIELDS[entity]:
        for alias in field.aliases:
            owners.setdefault(plain(alias), set()).add(field.key)

    assert {alias: keys for alias, keys in owners.items() if len(keys) > 1} == {}


def test_required_fields():
    assert {entity: [field.key for field in FIELDS[entity] if field.required] for entity in ENTITIES} == {
        "customers": [],
        "purchases": ["date"],
        "interactions": ["date"],
        "products": ["sku"],
        "contracts": ["date", "amount"],
        "consents": ["purpose", "channel", "state", "date"],
    }


def test_field_of():
    assert field_of("customers", "email").type == "email"
    assert field_of("customers", "trait:color").label == "color"
    with pytest.raises(KeyError):
        field_of("customers", "amount")
