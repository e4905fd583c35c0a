"""What a customer may have only one of, of what identify itself keeps, when two customers become one and two again.

The way of contact to use first, one of each kind: the customer's own stays; where it has none, that of the other is repeated for it. After a
split each has its own again, and what was repeated goes with the way of contact. A household: two cannot be one, so who decides is told.
"""

from collections.abc import Sequence

from lazo.identify.merge_handlers import MergeHandler, Regrouping, register_merge_handler
from lazo.identify.models import ContactPoint, PartyRelationship, PreferredContact
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER

TWO_HOUSEHOLDS = "two_households"
Chosen = dict[str, PreferredContact]


def register_one_of_each() -> None:
    """Announce the handlers; called when the application starts."""
    register_merge_handler("identify.preferred_contact", MergeHandler(joined=_repeat_preferred, parted=_part_preferred))
    register_merge_handler("identify.household", MergeHandler(conflict=_two_households))


def _repeat_preferred(regroupings: Sequence[Regrouping]) -> None:
    """In the order of the merges, since one customer may take up several."""
    records = {number for one in regroupings for number in (*one.family, *one.others)}
    held: dict[int, Chosen] = {}
    for row in PreferredContact.objects.filter(party_id__in=records).order_by("at", "pk"):
        held.setdefault(row.party_id, {})[row.kind] = row
    new = []
    for one in regroupings if held else ():
        own = held.setdefault(one.customer, {})
        theirs = [*(row for record in one.others for row in held.get(record, {}).values())]
        # What was said of the customer that became a record counts before what was said of its own records; then the newest.
        for row in sorted(theirs, key=lambda row: (row.party_id != one.party, -row.at.timestamp())):
            if row.kind not in own:
                copy = PreferredContact(party_id=one.customer, kind=row.kind, key=row.key, by_id=row.by_id, at=row.at)
                own[row.kind] = copy
                new.append(copy)
    PreferredContact.objects.bulk_create(new)


def _part_preferred(regroupings: Sequence[Regrouping]) -> None:
    """Nobody prefers a way of contact that went with the other."""
    customers = {number for one in regroupings for number in (one.customer, one.party)}
    rows = list(PreferredContact.objects.filter(party_id__in=customers))
    if not rows:
        return
    families = {one.customer: one.family for one in regroupings} | {one.party: one.others for one in regroupings}
    records = {number for family in families.values() for number in family}
    points = ContactPoint.objects.filter(party_id__in=records, key__in={row.key for row in rows})
    there = set(points.values_list("party_id", "kind", "key"))
    gone = [
        row.pk for row in rows if not any((record, row.kind, row.key) in there for record in families[row.party_id])
    ]
    PreferredContact.objects.filter(pk__in=gone).delete()


def _two_households(family: Sequence[int], others: Sequence[int]) -> str:
    """Whether both live in a household and not in the same one."""
    open_ones = PartyRelationship.objects.open().filter(type=HOUSEHOLD_MEMBER, origin_id__in=[*family, *others])
    homes: tuple[set[int], set[int]] = (set(), set())
    for person, home, canonical in open_ones.values_list("origin_id", "target_id", "target__canonical_id"):
        homes[person in set(others)].add(canonical or home)
    mine, theirs = homes
    return TWO_HOUSEHOLDS if mine and theirs and mine != theirs else ""
