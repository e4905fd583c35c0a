"""Who stands round a customer and what they are worth, as far as the reader may see: relations, household, hidden ones counted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lazo.differentiate.models import Score
from lazo.identify.models import Party, PartyRelationship
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.kernel.models import User
from lazo.kernel.prepared import PreparedRows
from lazo.web.queries.customer import CustomerView, visible_parties

AT_MOST = 200
MOST_MEMBERS = 50


@dataclass(frozen=True)
class Worth:
    """A score's money in base minor units; None where no run has counted that party, or nothing is projected.

    `is_margin` says that it is margin, and not what was bought.
    """

    value_12m: int | None = None
    value_365d: int | None = None
    low: int | None = None
    high: int | None = None
    area: str = ""
    is_margin: bool = False


@dataclass(frozen=True)
class Tie:
    """An open relation read from the customer's end; `other` is who the other end stands for today."""

    id: int
    type: str
    family: str
    name: str
    inverse_name: str
    is_outgoing: bool
    kind: str
    confidence: Decimal
    since: date | None
    other: Party
    worth: Worth


@dataclass(frozen=True)
class Housemate:
    """Somebody of the household; `relation` is the row that says so."""

    party: Party
    relation: int
    since: date | None
    worth: Worth


@dataclass(frozen=True)
class Network:
    """`ties` in the order of their making; `household` None without one the reader may see; `hidden` are others they may not see.

    `housemates` are the members of the household, the customer among them.
    """

    own: Worth
    ties: tuple[Tie, ...]
    household: Party | None
    housemates: tuple[Housemate, ...]
    hidden: int

    @property
    def others(self) -> dict[int, Worth]:
        """Whoever is round the customer and seen, once each."""
        found = {tie.other.pk: tie.worth for tie in self.ties}
        return found | {mate.party.pk: mate.worth for mate in self.housemates}

    def value_12m(self, customer: int) -> int:
        """The customer's and that of everybody seen round them."""
        round_it = sum(worth.value_12m or 0 for number, worth in self.others.items() if number != customer)
        return round_it + (self.own.value_12m or 0)


def network_of(view: CustomerView, *, user: User) -> Network:
    """The network of a customer whom the reader may see. The number of queries does not grow with it."""
    rows = _open_relations(view.family)
    others = {row.pk: _other(row, view.family) for row in rows if not _is_inside(row, view.family)}
    homes = _homes(view.party, rows, others)
    mates = _mate_rows(homes)
    wanted = {*others.values(), *mates}
    seen = visible_parties(user=user, parties=wanted)
    worths = _worths({*seen, view.party.pk})
    household = (
        view.party if view.party.kind == Party.Kind.HOUSEHOLD else next((seen[h] for h in homes if h in seen), None)
    )
    known = _housemates(mates, seen, worths, view.party) if household else ()
    hidden = wanted if household else set(others.values())
    return Network(
        own=worths.get(view.party.pk, Worth()),
        ties=tuple(_tie(row, seen[others[row.pk]], view.family, worths) for row in rows if others.get(row.pk) in seen),
        household=household,
        housemates=known,
        hidden=len(hidden - seen.keys() - {view.party.pk}),
    )


_open_relations = PreparedRows(
    lambda family: (
        PartyRelationship.objects.open()
        .touching(family)
        .select_related("type", "origin", "target")
        .order_by("pk")[:AT_MOST]
    ),
    tuple,
)


def _is_inside(row: PartyRelationship, family: list[int]) -> bool:
    """Among the records of the customer themselves: nobody's business."""
    return row.origin_id in family and row.target_id in family


def _other(row: PartyRelationship, family: list[int]) -> int:
    end = row.target if row.origin_id in family else row.origin
    return end.canonical_id or end.pk


def _homes(party: Party, rows: list[PartyRelationship], others: dict[int, int]) -> list[int]:
    """The households the customer is part of; a household is its own."""
    if party.kind == Party.Kind.HOUSEHOLD:
        return [party.pk]
    return [others[row.pk] for row in rows if row.type_id == HOUSEHOLD_MEMBER and row.pk in others]


def _mate_rows(homes: list[int]) -> dict[int, PartyRelationship]:
    if not homes:
        return {}
    rows = PartyRelationship.objects.open().filter(type=HOUSEHOLD_MEMBER, target_id=homes[0]).select_related("origin")
    return {row.origin.canonical_id or row.origin_id: row for row in rows.order_by("-pk")[:MOST_MEMBERS]}


def _worths(parties: set[int]) -> dict[int, Worth]:
    columns = ("customer_id", "value_12m", "value_365d", "value_365d_low", "value_365d_high", "area", "value_is_margin")
    rows = Score.objects.filter(customer_id__in=parties).values_list(*columns)
    return {number: Worth(*values) for number, *values in rows}


def _housemates(
    rows: dict[int, PartyRelationship], seen: dict[int, Party], worths: dict[int, Worth], party: Party
) -> tuple[Housemate, ...]:
    known = {**seen, party.pk: party}
    found = [
        Housemate(known[number], row.pk, row.valid_from, worths.get(number, Worth()))
        for number, row in rows.items()
        if number in known
    ]
    return tuple(sorted(found, key=lambda mate: mate.relation))


def _tie(row: PartyRelationship, other: Party, family: list[int], worths: dict[int, Worth]) -> Tie:
    return Tie(
        id=row.pk,
        type=row.type_id,
        family=row.type.family,
        name=row.type.name,
        inverse_name=row.type.inverse_name,
        is_outgoing=row.origin_id in family,
        kind=row.kind,
        confidence=row.confidence,
        since=row.valid_from,
        other=other,
        worth=worths.get(other.pk, Worth()),
    )


def family_of_all(parties: list[Party]) -> list[int]:
    """The numbers of all records of several parties, in one query."""
    numbers = [party.pk for party in parties]
    born = Party.objects.filter(canonical_id__in=numbers).order_by().values_list("pk", flat=True)
    return [*numbers, *sorted(born)]  # in order here: see `identify.queries.families.families_of`
