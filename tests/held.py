"""Rows of every table that says something of a customer and that `erased` does not write: one for each."""

from datetime import UTC, date, datetime
from typing import Any

from carded import add_propensity, add_version
from outboxed import template
from world import World

from lazo.customize.models import (
    ActionAnswer,
    ActionRun,
    Arm,
    ContactBlock,
    Decision,
    Experiment,
    MoneyEntry,
    NextAction,
    Offer,
    Outcome,
    PlannedContact,
)
from lazo.differentiate.models import (
    AccountJudgement,
    AccountStrategy,
    BulkChange,
    BulkChangeRow,
    PropensityModel,
    Segment,
    SegmentMember,
)
from lazo.identify.models import (
    Apart,
    CandidateDecision,
    CompanyProfile,
    ContactOutcome,
    ContactPoint,
    Contract,
    HandWrittenField,
    MatchDecision,
    MatchPair,
    Merge,
    Party,
    PartyBlock,
    PreferredContact,
    RelationCandidate,
    Source,
    SourceRecord,
)
from lazo.identify.operations.relationship_type import seed_relationship_types
from lazo.interact.channels.file.store import Kept, keep, place
from lazo.interact.models import (
    AccountPlan,
    AccountPlanAction,
    ChannelAccount,
    DeliveryReport,
    Message,
    ToDo,
    ToDoCompletion,
)

ON = date(2026, 12, 1)
AT = datetime(2026, 12, 1, 12, tzinfo=UTC)
MONEY = {"purpose": "marketing", "currency": "COP"}


def hold(world: World, party: Party, other: Party, *, key: str) -> None:
    """One row of each about `party`, some of them also about `other`; texts have its name, and `key` tells the rows of two parties apart."""
    _identified(world, party, other)
    _differentiated(world, party)
    _customized(party, key)
    _interacted(world, party, key)


def _identified(world: World, party: Party, other: Party) -> None:
    seed_relationship_types()
    source = Source.objects.get_or_create(key="contratos", defaults={"name": "Contratos"})[0]
    SourceRecord.objects.create(source=source, external_id=f"N-{party.pk}", party=party)
    ContactOutcome.objects.create(
        kind="PHONE", key=f"+5731200{party.pk:05}", party=party, outcome="REPLIED", channel="call", happened_at=AT
    )
    point = ContactPoint.objects.filter(party=party).earliest("pk")
    PreferredContact.objects.create(party=party, kind=point.kind, key=point.key)
    left, right = sorted((party.pk, other.pk))
    ends = {"left_id": left, "right_id": right}
    pair = MatchPair.objects.create(kind="SAME", state="NOT", probability=0.8, weight=2.0, **ends)
    MatchDecision.objects.create(pair=pair, verdict="NOT", probability=0.8, by=world.ana)
    Apart.objects.create(note=f"{party.name} es otra", by=world.ana, **ends)
    Merge.objects.create(
        party=party, customer=other, note=f"Era {party.name}", by=world.ana, undone_at=AT, undone_by=world.ana, **ends
    )
    candidate = RelationCandidate.objects.create(
        origin=party, target=other, type_id="same-household", rule="ADDRESS", confidence="0.8", evidence=[]
    )
    CandidateDecision.objects.create(candidate=candidate, outcome="LATER", until=ON, by=world.ana)
    CompanyProfile.objects.create(party=party, industry="G")
    Contract.objects.create(
        party=party, source=source, external_id=f"C-{party.pk}", started_on=ON, currency="COP", amount=1, base_amount=1
    )
    PartyBlock.objects.create(party=party, scope="SCORES", by=world.ana, lifted_at=AT, lifted_by=world.ana)
    HandWrittenField.objects.get_or_create(party=party, field="city", defaults={"by": world.ana})


def _differentiated(world: World, party: Party) -> None:
    AccountJudgement.objects.create(account=party, factor="growth", value=60, note=f"{party.name} crece", on=ON)
    AccountStrategy.objects.create(
        account=party, strategy="PROTECT", reason=f"Por {party.name}", valid_from=ON, confirmed_by=world.ana
    )
    model, is_new = PropensityModel.objects.get_or_create(kind="SILENCE", name="Calla", defaults={"horizon_days": 90})
    if is_new:
        add_version(model)
    add_propensity(model, party)
    change = BulkChange.objects.create(action="owner", by=world.ana)
    BulkChangeRow.objects.create(change=change, party=party.pk, said=f"Cliente {party.name}")
    listed = Segment.objects.get_or_create(key="lista", defaults={"name": "Lista", "kind": "LIST"})[0]
    SegmentMember.objects.create(segment=listed, party=party.pk)


def _customized(party: Party, key: str) -> None:
    trial = Experiment.objects.get_or_create(
        key="ensayo", defaults={"name": "Ensayo", "area": "KEEP", "salt": 7, **MONEY}
    )[0]
    arm = Arm.objects.get_or_create(experiment=trial, key="carta", defaults={"name": "Carta", "share": 10_000})[0]
    offer = Offer.objects.get_or_create(
        key="molino",
        defaults={
            "name": "Molino", "kind": "cross", "area": "KEEP", "purpose": "marketing", "experiment": trial, "guess": 0.1,
            "margin": 5, "valid_from": ON,
        },
    )[0]  # fmt: skip
    told: dict[str, Any] = {"experiment": trial, "party": party.pk, "on": ON}
    way = {"purpose": "marketing", "channel": "email"}
    Decision.objects.create(arm=arm, why={"dicho": party.name}, **told)
    Outcome.objects.create(name="bought", key=key, **told)
    ContactBlock.objects.create(rule="no-consent", stage="DECISION", **way, **told)
    PlannedContact.objects.create(key=key, **way, **told)
    MoneyEntry.objects.create(
        key=key, area="KEEP", kind="COST", method="OBSERVED", category="points", amount=-5, currency="COP",
        base_amount=-5, note=f"Bono de {party.name}", evidence={"por": party.name}, **told,
    )  # fmt: skip
    run = ActionRun.objects.get_or_create(seed=1, defaults={"on_date": ON, "state": "DONE", "is_current": True})[0]
    wanted = {"party": party, "offer": offer, "expected": 5, "inputs": {"nombre": party.name}}
    NextAction.objects.create(id=party.pk, run=run, uplift=0.1, margin=50, cost=0, **wanted)
    ActionAnswer.objects.create(action=party.pk, said="done", on=ON, **wanted)


def _interacted(world: World, party: Party, key: str) -> None:
    AccountPlan.objects.create(account=party, version=1, goals=f"Crecer con {party.name}", review_on=ON, by=world.ana)
    to_do = ToDo.objects.create(party=party, title=f"Visitar a {party.name}", due_on=ON, assignee=world.ana)
    AccountPlanAction.objects.create(to_do=to_do, account=party)
    ToDoCompletion.objects.create(to_do=to_do, by=world.ana)
    account = ChannelAccount.objects.get_or_create(channel="letter", defaults={"provider": "print", "name": "Cartas"})[
        0
    ]
    version = template(channel="letter", name=f"Carta {key}")
    letter = Message.objects.create(
        key=key, state="SENT", party=party.pk, channel="letter", purpose="marketing", account=account, version=version,
        data={"nombre": party.name}, due_at=AT, sent_at=AT, answer=f"entregada a {party.name}",
    )  # fmt: skip
    DeliveryReport.objects.create(account=account, event=key, message=letter.pk, kind="DELIVERED", at=AT)
    keep(place(account.pk), [Kept(key, ON.isoformat(), party.name, "Calle 1", "es", "Hola", f"Querida {party.name}")])
