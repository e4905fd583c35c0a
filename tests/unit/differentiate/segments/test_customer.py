"""One customer asked from the database of this moment is in the segments that the base says, and nobody else's customer is told."""

import pytest
from scored import ON
from segmented import make_segments, rebuild
from world import World

from lazo.differentiate.models import Segment
from lazo.differentiate.operations.segment import create_segment
from lazo.differentiate.operations.segment_list import add_to_list
from lazo.differentiate.queries.segment_customer import segments_of_customer
from lazo.differentiate.queries.segments import members_of
from lazo.identify.models import (
    ConsentEntry,
    ContactPoint,
    Interaction,
    Party,
    PartyRelationship,
    TraitDefinition,
    TraitValue,
)
from lazo.identify.models.relationship import RelationshipType
from lazo.identify.operations.company_profile import describe_company
from lazo.kernel.changes import note_change
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)

RULES = {
    "valor": {"field": "value_12m", "at_least": 10_000},
    "riesgo": {"field": "risk", "at_least": 5},
    "canal": {"trait": "canal", "in": ["Feria"]},
    "escribe": {"interactions": {"channels": ["email"], "directions": ["IN"], "period": {"last_days": 90}}},
    "hogar": {"relation": {"types": ["household-member"], "end": "origin"}},
    "movimiento": {"movement": {"way": "entered", "areas": ["KEEP", "RETAIN"]}},
    "correo": {"consent": {"purpose": "marketing", "channel": "email"}},
    "vuelve": {"sequence": {"first": {}, "then": {}, "days": 30}},
    "monto": {"purchases": {"measure": "amount", "at_least": 50_000}},
    "comercio": {"all": [{"field": "industry", "in": ["G"]}, {"field": "size", "in": ["SMALL"]}]},
    "dentro": {"any": [{"segment": "valor"}, {"segment": "lista"}]},
}


def test_the_moment_and_the_base_agree(world: World, workspace: Workspace) -> None:
    made = make_segments(world, workspace, customers=30)
    customers = made.company.customers
    trait = TraitDefinition.objects.create(key="canal", name="Canal", type="TEXT", kind="DECLARED", package="custom")
    value = TraitValue.objects.create(party=customers[1], definition=trait, text="Feria")
    note_change(table="traits", operation="A", row_from=value.pk)
    told = Interaction.objects.create(
        party=customers[2], source=made.company.source, occurred_on=ON, channel="email", direction="IN"
    )
    note_change(table="interactions", operation="A", row_from=told.pk)
    home = Party.objects.create(kind="HOUSEHOLD", name="Hogar")
    note_change(table="parties", operation="A", row_from=home.pk)
    member, _ = RelationshipType.objects.get_or_create(key="household-member", defaults={"family": "FAMILY"})
    PartyRelationship.objects.create(origin=customers[3], target=home, type=member)
    ContactPoint.objects.create(party=customers[4], kind="EMAIL", value="a@b.example", key="a@b.example")
    ConsentEntry.objects.create(
        party=customers[4], purpose="marketing", channel="email", state="GRANTED", basis="consent", on=ON
    )
    note_change(table="parties", operation="U", row_from=customers[4].pk)
    describe_company(company=customers[0], industry="G", size="SMALL", by=world.diego)
    lista = create_segment(by=world.diego, name="lista", kind=Segment.Kind.LIST)
    add_to_list(segment=lista, by=world.diego, customers=[customers[5].pk])
    for key, definition in RULES.items():
        create_segment(by=world.diego, name=key, definition=definition)
    rebuild(workspace)

    found = {
        segment.key: {row.customer_id for row in members_of(user=world.diego, segment=segment, limit=1_000).rows}
        for segment in Segment.objects.live()
    }
    for customer in (*customers, home):
        expected = sorted(key for key, ids in found.items() if customer.pk in ids)
        assert segments_of_customer(user=world.diego, customer=customer.pk, on=ON) == expected
    assert {key for key, ids in found.items() if ids} >= {
        "valor",
        "canal",
        "escribe",
        "hogar",
        "correo",
        "monto",
        "dentro",
        "vuelve",
        "comercio",
    }
    assert segments_of_customer(user=world.carla, customer=customers[1].pk, on=ON) is None
