"""Who stands round a customer, what waits to be confirmed of them, and who stands round those that were opened: two steps, bounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lazo.identify.models import Party, RelationCandidate
from lazo.identify.queries.relation_candidates import candidates_of
from lazo.identify.queries.relations import Relation, relations_of
from lazo.kernel.models import User

MOST_NEAR, MOST_OPEN, MOST_FAR = 24, 4, 6


@dataclass(frozen=True)
class Neighbour:
    """Somebody next to a customer: a relation that holds, or a candidate (`candidate` is not null) that waits.

    `around` are their own neighbours when they were opened, without the customer.
    """

    id: int
    name: str
    kind: str
    words: str
    type: str
    is_outgoing: bool
    confidence: float
    candidate: int | None = None
    is_open: bool = False
    around: tuple["Neighbour", ...] = ()


def opened_network(party: Party, *, opened: Sequence[int], user: User, on: date) -> tuple[tuple[Neighbour, ...], int]:
    """At most 24 neighbours, and how many more there are; up to four of them opened, each showing six of its own."""
    near = [*_held(party, user), *_waiting(party, user, on)]
    known = list({one.id: one for one in reversed(near)}.values())[::-1]
    shown = known[:MOST_NEAR]
    asked = [one.id for one in shown if one.id in set(opened)][:MOST_OPEN]
    parties = {one.pk: one for one in Party.objects.visible_to(user).filter(pk__in=asked)}
    told = {party.pk, *(one.id for one in shown)}
    rows = tuple(_with_around(one, parties.get(one.id), told, user) for one in shown)
    return rows, len(known) - len(shown)


def _held(party: Party, user: User) -> list[Neighbour]:
    return [_of_relation(one) for one in relations_of(party=party, user=user) if one.is_open]


def _waiting(party: Party, user: User, on: date) -> list[Neighbour]:
    return [of_candidate(one, party) for one in candidates_of(party=party, user=user, on=on)]


def _with_around(one: Neighbour, party: Party | None, told: set[int], user: User) -> Neighbour:
    if party is None:
        return one
    around = list({other.id: other for other in _held(party, user) if other.id not in told}.values())[:MOST_FAR]
    told |= {other.id for other in around}
    return Neighbour(**{**vars(one), "is_open": True, "around": tuple(around)})


def _of_relation(one: Relation) -> Neighbour:
    return Neighbour(
        one.other_id, one.other_name, one.other_kind, one.words, one.type, one.is_outgoing, float(one.confidence)
    )


def of_candidate(one: RelationCandidate, party: Party) -> Neighbour:
    """A candidate read from `party`, which is one of its ends or one of the records of it."""
    outgoing = party.pk in {one.origin_id, one.origin.canonical_id}
    other = one.target if outgoing else one.origin
    return Neighbour(
        other.pk,
        other.name,
        other.kind,
        one.words_from(is_origin=outgoing),
        one.type_id,
        outgoing,
        float(one.confidence),
        one.pk,
    )
