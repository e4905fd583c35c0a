"""One customer asked from the database of this moment is in the segments that the base says, and nobody else's customer is told."""

import pytest
from scored import ON
from segmented import make_segments, rebuild
from world import World

from lazo.customize.models import Decision, Outcome
from lazo.customize.operations.experiment import ArmPlan, ExperimentPlan, arms_of, create_experiment
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
    "tratado": {"campaigns": {"campaigns": ["saludo"], "groups": ["treated"], "period": {"last_days": 30}}},
    "control": {"campaigns": {"groups": ["control"]}},
    "visita": {"events": {"names": ["visit"], "at_least": 2}},
    "comercio": {"all": [{"field": "industry", "in": ["G"]}, {"field": "size", "in": ["SMALL"]}]},
    "dentro": {"any": [{"segment": "valor"}, {"segment": "lista"}]},
}


def _experiment(world: World, customers: list[Party]) -> None:
    """Two customers in the arms of a campaign, the one who was greeted came twice."""
    plan = ExperimentPlan("saludo", "Saludo", "CAMPAIGN", "KEEP", "marketing", "COP")
    arms = [ArmPlan("con", "Con saludo", 9_000), ArmPlan("sin", "Sin saludo", 1_000, is_control=True)]
    experiment = create_experiment(plan=plan, arms=arms, by=world.diego)
    for arm, party in zip(arms_of(experiment), customers[6:8], strict=True):
        Decision.objects.create(experiment=experiment, party=party.pk, arm=arm, on=ON)
    for key in ("a", "b"):
        Outcome.objects.create(experiment=experiment, party=customers[6].pk, name="visit", on=ON, key=key)


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
    _experiment(world, customers)
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
        "tratado",
        "control",
        "visita",
    }
    assert (found["tratado"], found["control"]) == ({customers[6].pk}, {customers[7].pk})
    assert found["visita"] == {customers[6].pk}
    assert segments_of_customer(user=world.carla, customer=customers[1].pk, on=ON) is None
