"""One customer against the segments, from the database of this moment: the answer after an event, before the next sync."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min

from lazo.analytics.segments.customer import ConsentLine, CustomerFacts, Fact, Position, Relation, TraitFact
from lazo.analytics.segments.definition import (
    ConsentCondition,
    FactCondition,
    InSegment,
    MovementCondition,
    Node,
    RelationCondition,
    SequenceCondition,
    TraitCondition,
    conditions,
)
from lazo.analytics.segments.reference import Evaluator
from lazo.differentiate.models import CyclePosition, Score, SegmentMember
from lazo.differentiate.segments.rules import Catalogue, catalogue, facts_of_families
from lazo.identify.models import (
    CompanyProfile,
    ConsentEntry,
    ContactPoint,
    Interaction,
    Party,
    PartyRelationship,
    Purchase,
    PurchaseLine,
    TraitValue,
)
from lazo.identify.models.golden_record import golden_row
from lazo.kernel.models import User

WAYS = {"EMAIL": 1, "PHONE": 2, "WHATSAPP": 4}
ADDRESS = 8


@dataclass(frozen=True)
class Asked:
    """Which kinds of facts any of the trees reads: nothing else is fetched."""

    kinds: frozenset[type]
    on_lines: bool
    families: frozenset[str]

    @classmethod
    def of(cls, trees: Iterable[Node]) -> "Asked":
        found = [one for tree in trees for one in conditions(tree)]
        sequences = any(isinstance(one, SequenceCondition) for one in found)
        lines = any(isinstance(one, FactCondition) and one.family == "purchases" and one.where for one in found)
        families = frozenset(one.family for one in found if isinstance(one, FactCondition))
        return cls(frozenset(type(one) for one in found), lines or sequences, families)

    def __contains__(self, kind: type) -> bool:
        return kind in self.kinds


def segments_of_customer(*, user: User, customer: int, on: date) -> list[str] | None:
    """Keys of the live segments that a customer is in, as of this moment seen on `on`; null where `user` may not see the customer.

    At most a dozen queries, whatever the number of segments.
    """
    party = Party.objects.visible_to(user).filter(pk=customer, canonical__isnull=True, retired_at__isnull=True).first()
    return None if party is None else fitting(party=party, known=catalogue(), on=on)


def fitting(*, party: Party, known: Catalogue, on: date) -> list[str]:
    """Keys of the segments in `known` that a customer is in, whoever asks."""
    facts = customer_facts(party=party, known=known, on=on)
    evaluator = Evaluator(facts, on, known.vocabulary, known.trees)
    keys = sorted({**known.trees, **known.lists})
    return [key for key in keys if evaluator.holds(InSegment(key))]


def customer_facts(*, party: Party, known: Catalogue, on: date) -> CustomerFacts:
    """What the segments of `known` read of a customer, of all records found to be that customer."""
    asked = Asked.of(known.trees.values())
    records = [party, *Party.objects.filter(canonical_id=party.pk)]
    family = [one.pk for one in records]
    began = None
    if MovementCondition in asked:
        began = CyclePosition.objects.aggregate(first=Min("valid_from"))["first"]
    return CustomerFacts(
        party=_party_row(party),
        score=Score.objects.filter(pk=party.pk).values().first(),
        traits=tuple(_traits(family)) if TraitCondition in asked else (),
        facts=_facts(family, on, asked) if asked.kinds & {FactCondition, SequenceCondition} else {},
        lines={"purchases": tuple(_lines(family, on))} if asked.on_lines else {},
        relations=tuple(_relations(family)) if RelationCondition in asked else (),
        positions=tuple(_positions(family)) if MovementCondition in asked else (),
        consents=tuple(_consents(family)) if ConsentCondition in asked else (),
        ways=_ways(records) if ConsentCondition in asked else 0,
        lists=frozenset(_lists(family, known)),
        history_began=began,
    )


def _party_row(party: Party) -> dict[str, Any]:
    company = CompanyProfile.objects.filter(pk=party.pk).values("industry", "size").first()
    held = golden_row(party) or party
    return {
        **(company or {}),
        "kind": party.kind,
        "country": held.country,
        "city": held.city,
        "born_on": held.birth_date,
        "owner_id": party.owner_id,
        "team_id": party.team_id,
        "created_on": party.first_contact_on or party.created_at.date(),
    }


def _traits(family: list[int]) -> Iterator[TraitFact]:
    rows = TraitValue.objects.filter(party_id__in=family).select_related("definition")
    for row in rows:
        has_source, day = row.source_id is not None, row.set_at.date()
        yield TraitFact(row.definition.key, row.value, row.kind, row.confidence, row.strength, has_source, day, row.pk)


def _facts(family: list[int], on: date, asked: Asked) -> dict[str, tuple[Fact, ...]]:
    bought = Purchase.objects.filter(party_id__in=family, occurred_on__lte=on)
    heard = Interaction.objects.filter(party_id__in=family, occurred_on__lte=on)
    purchases = bought.values_list("pk", "occurred_on", "base_amount")
    interactions = heard.values_list("pk", "occurred_on", "channel", "direction", "kind")
    return {
        "purchases": tuple(Fact(pk, day, amount, {}) for pk, day, amount in purchases),
        "interactions": tuple(
            Fact(pk, day, None, {"channels": channel or None, "directions": direction or None, "kinds": kind or None})
            for pk, day, channel, direction, kind in interactions
        ),
        **facts_of_families(asked.families, family, on),
    }


def _lines(family: list[int], on: date) -> Iterator[Fact]:
    rows = PurchaseLine.objects.filter(purchase__party_id__in=family, purchase__occurred_on__lte=on)
    names = ("purchase_id", "purchase__occurred_on", "amount", "product__sku", "product__category")
    for purchase, day, amount, sku, category in rows.values_list(*names):
        yield Fact(purchase, day, amount, {"products": sku or None, "categories": category or None})


def _relations(family: list[int]) -> Iterator[Relation]:
    for row in PartyRelationship.objects.touching(family):
        for end, is_origin in ((row.origin_id, True), (row.target_id, False)):
            if end in family:
                yield Relation(row.type_id, is_origin, row.valid_from, row.valid_to)


def _positions(family: list[int]) -> Iterator[Position]:
    for row in CyclePosition.objects.filter(customer_id__in=family):
        yield Position(row.area, row.valid_from, row.valid_to)


def _consents(family: list[int]) -> Iterator[ConsentLine]:
    for row in ConsentEntry.objects.standing().filter(party_id__in=family):
        yield ConsentLine(row.pk, row.party_id, row.purpose, row.channel, row.state, row.on, row.expires_on)


def _ways(records: list[Party]) -> int:
    points = ContactPoint.objects.filter(party_id__in=[one.pk for one in records]).exclude(health="DEAD")
    bits = 0
    for kind in set(points.values_list("kind", flat=True)):
        bits |= WAYS.get(kind, 0)
    return bits | (ADDRESS if any(one.address for one in records) else 0)


def _lists(family: list[int], known: Catalogue) -> list[str]:
    if not known.lists:
        return []
    on = SegmentMember.objects.filter(party__in=family, segment_id__in=known.lists.values()).values_list(
        "segment_id", flat=True
    )
    held = set(on)
    return [key for key, pk in known.lists.items() if pk in held]
