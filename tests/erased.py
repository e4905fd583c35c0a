"""A person of whom every package holds something, and a namesake of whom nothing may go."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from importing import bring
from world import World

from lazo.differentiate.models import CyclePosition, Score, StrategicCustomer, StrategicEvidence, StrategicReview
from lazo.identify.models import (
    ContactPoint,
    DataRequest,
    ImportBatch,
    Party,
    PartyIdentifier,
    PartyRelationship,
    PartyRole,
    Purchase,
    PurchaseLine,
    RelationshipType,
    Source,
    TraitDefinition,
    TraitValue,
)
from lazo.identify.operations.call import CallDetails, log_call
from lazo.identify.operations.consent import Permission, Proof, grant_consent
from lazo.identify.operations.data_request import confirm_identity, open_request
from lazo.identify.operations.note import add_note, delete_note
from lazo.identify.operations.preferences import make_link, save_preferences
from lazo.interact.models import StrategicAlert
from lazo.interact.operations.to_do import ToDoDetails, add_to_do
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import IdempotentAnswer, Share

ON = date(2026, 12, 1)
NAME, EMAIL, PHONE, DOCUMENT = "Remedios Buendía Iguarán", "remedios@macondo.example", "+573155551234", "1020304050"
FILE = (
    "Documento,Nombre,Correo,Celular,Ciudad\n"
    f"{DOCUMENT},{NAME},{EMAIL},{PHONE},Macondo\n"
    "1020304069,Úrsula Iguarán,ursula@macondo.example,+573155554321,Macondo\n"
    ",,,,\n"
)


@dataclass(frozen=True)
class Known:
    """`remedios` is to be erased with her second record, `ursula` stays as she is."""

    remedios: Party
    twin: Party
    ursula: Party
    batch: ImportBatch
    request: DataRequest


def make_known(world: World) -> Known:
    """Write of Remedios everything that can be held; needs a workspace and committed transactions."""
    batch = bring("customers", FILE, world.diego, country="CO")
    remedios, ursula = Party.objects.get(name=NAME), Party.objects.get(name="Úrsula Iguarán")
    Party.objects.filter(pk__in=[remedios.pk, ursula.pk]).update(owner=world.ana)
    twin = Party.objects.create(name="Remedios B.", canonical=remedios, address="Calle de los Turcos 7", country="CO")
    note_change(table="parties", operation="U", row_from=twin.pk)
    _facts(world, remedios, ursula)
    _inferred(remedios)
    _words(world, remedios)
    ContactPoint.objects.create(party=twin, kind="PHONE", value="+573155559999", key="+573155559999")
    request = open_request(
        party=remedios, kind="erasure", way="email", received_on=ON, on=ON, by=world.ana, said=f"Borren a {NAME}"
    )
    confirm_identity(request=request, note=f"Mostró su cédula {DOCUMENT}", by=world.ana, on=ON)
    return Known(Party.objects.get(pk=remedios.pk), twin, Party.objects.get(pk=ursula.pk), batch, request)


def _facts(world: World, remedios: Party, ursula: Party) -> None:
    source = Source.objects.create(key="caja", name="Caja")
    for number, party in enumerate((remedios, remedios, ursula)):
        purchase = Purchase.objects.create(
            party=party, source=source, external_id=f"F-{number}", occurred_on=date(2026, 10 + number % 2, 5),
            currency="COP", amount=10_000, base_amount=10_000,
        )  # fmt: skip
        line = PurchaseLine.objects.create(purchase=purchase, amount=10_000)
        note_change(table="purchases", operation="A", row_from=purchase.pk)
        note_change(table="purchase_lines", operation="A", row_from=line.pk)
    PartyIdentifier.objects.get_or_create(party=remedios, key=f"CO:{DOCUMENT}", defaults={"value": DOCUMENT})
    PartyRole.objects.create(party=remedios, kind="customer")
    kind = RelationshipType.objects.create(key="great-niece", family="FAMILY", name="es", inverse_name="es")
    PartyRelationship.objects.create(origin=ursula, target=remedios, type=kind)
    Share.objects.create(table="identify_party", row=remedios.pk, user=world.carla)


def _inferred(remedios: Party) -> None:
    trait = TraitDefinition.objects.create(key="gloria", name="Gloria", type="TEXT", kind="INFERRED", package="custom")
    TraitValue.objects.create(
        party=remedios, definition=trait, text="asciende al cielo", kind="INFERRED", confidence=0.8
    )
    Score.objects.create(
        customer=remedios, run_id=1, on_date=ON, frequency=1, recency_days=1, age_days=30, n_purchases=2, value_12m=1,
        value_is_margin=False, area="KEEP", place=0.5,
    )  # fmt: skip
    CyclePosition.objects.create(customer=remedios, area="KEEP", valid_from=ON, run_id=1)
    entry = StrategicCustomer.objects.create(
        customer=remedios, kind="HIGH_LTV", valid_from=ON, run_id=1, review_on=ON, plan=f"Invitar a {NAME}"
    )
    StrategicEvidence.objects.create(entry=entry, text=f"{NAME} nos citó", said_on=ON)
    StrategicReview.objects.create(entry=entry, on=ON, next_on=ON + timedelta(days=9), note=f"{NAME} sigue")
    StrategicAlert.objects.create(entry=entry, kind="REVIEW", day=ON)


def _words(world: World, remedios: Party) -> None:
    add_note(party=remedios, text=f"{NAME} prefiere las sábanas blancas", by=world.ana, on=ON)
    log_call(party=remedios, call=CallDetails("IN", "answered", 3, f"Llamó desde {PHONE}"), by=world.ana, on=ON)
    add_to_do(details=ToDoDetails(title=f"Escribir a {EMAIL}", due_on=ON), party=remedios, by=world.ana)
    gone = add_note(party=remedios, text="Una nota que se borró antes", by=world.ana, on=ON)
    delete_note(note=gone, by=world.ana)
    grant_consent(
        party=remedios, permission=Permission("marketing", ("email",)), basis="consent",
        evidence=f"Lo dijo {NAME}", said_on=ON, by=world.ana, on=ON,
    )  # fmt: skip
    link, _token = make_link(party=remedios, by=world.ana, at=datetime(2026, 12, 1, 12, tzinfo=UTC))
    save_preferences(link=link, allowed=set(), proof=Proof(address="203.0.113.9", browser="Firefox"), on=ON)
    record_event(
        kind="party.edited", by=world.ana, table="identify_party", row=remedios.pk,
        before={"name": "Remedios la bella"}, after={"name": NAME},
    )  # fmt: skip
    record_event(kind="webhook.made", by=world.ana, table="webhook", row=1, after={"url": f"https://a/{EMAIL}"})
    IdempotentAnswer.objects.create(user=world.ana, key="k", digest="d", status=201, body=f'{{"name": "{NAME}"}}')
