"""Two customers found to be one, and two again: each as often as somebody changes their mind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import Apart, MatchPair, Merge, Party, ResolutionRun
from lazo.identify.operations.apart import remember_apart, take_back
from lazo.identify.operations.regroup import Parted, cut, join
from lazo.identify.queries.families import customers_of, edges_of, families_of, sees_customers
from lazo.identify.queries.merge_preview import guard_of, written_since
from lazo.identify.queries.parties import family_of
from lazo.identify.queries.survivor import survivor
from lazo.identify.queries.why import why_of
from lazo.identify.trees import towards
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO, UNDO_SPLIT = "party.merged", "party.split"
LONGEST_NOTE = 240
NEVER = {"retired", "different_kinds"}
"""What no reason overrules."""


class UnableToMerge(Exception):
    """`code` is not_visible, retired, same_customer, different_kinds, or, unless forced with a reason, different_documents or apart."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


class UnableToSplit(Exception):
    """`code` is not_visible, is_customer (the record is the customer itself) or already_undone."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Merged:
    """What was done, and the token under which whoever did it takes it back."""

    merge: Merge
    undo: str


@dataclass(frozen=True)
class Split:
    """`party` is a customer again with the records `others`; `customer` keeps those of `family`.

    `stayed` counts what was written to the customer while they were one and cannot be told apart: it stays with `customer`.
    """

    customer: int
    party: int
    family: tuple[int, ...]
    others: tuple[int, ...]
    stayed: dict[str, int]
    undo: str


@transaction.atomic
def merge_parties(*, one: Party, other: Party, by: User, force: str = "", pair: MatchPair | None = None) -> Merged:
    """Let two customers be one: the records `one` and `other` are of the same person or company.

    Whose number stays says `queries.survivor`. Nothing but the pointer is written: what each bought and said keeps its record. Two valid documents of one
    scheme and what a person set apart are refused, unless `force` gives the reason in words; the apartness is then taken back. Raises
    UnableToMerge.
    """
    merge, aparts = merge_records(one=one, other=other, by=by, force=force, pair=pair)
    data = {"merge": merge.pk, "aparts": list(aparts)}
    return Merged(merge, offer_undo(by=by, label=_("Se unieron en un cliente"), kind=UNDO, data=data))


def merge_records(
    *, one: Party, other: Party, by: User, force: str = "", pair: MatchPair | None = None
) -> tuple[Merge, tuple[int, ...]]:
    """`merge_parties` without the offer to take it back: the merge, and the apartness that was taken back for it. Raises UnableToMerge."""
    left, right = sorted((one.pk, other.pk))
    families = _families(left, right, by)
    guard = guard_of(*families.values())
    note = " ".join(force.split())[:LONGEST_NOTE]
    if guard.code and (guard.code in NEVER or not note):
        raise UnableToMerge(guard.code, guard.params)
    take_back(guard.aparts, by=by)
    why: dict[str, Any] = {**why_of(pair.contributions)} if pair else {}
    if guard.code:
        why["overruled"] = list(guard.codes)
    merge = write_merge(left=left, right=right, families=families, by=by, pair=pair, why=why, note=note)
    return merge, guard.aparts


def write_merge(
    *,
    left: int,
    right: int,
    families: Mapping[int, Sequence[int]],
    by: User | None,
    pair: MatchPair | None,
    why: dict[str, Any],
    note: str = "",
    run: ResolutionRun | None = None,
) -> Merge:
    """The row, the pointer and the event of a merge whose right to be was asked before."""
    customer = survivor(families)
    party = next(number for number in families if number != customer)
    merge = Merge.objects.create(
        left_id=left,
        right_id=right,
        party_id=party,
        customer_id=customer,
        pair=pair,
        probability=pair.probability if pair else None,
        weight=pair.weight if pair else None,
        why=why,
        note=note,
        by=by,
        run=run,
    )
    join(merge)
    record_event(kind="party.merged", by=by, table="identify_party", row=customer, data=told_of(merge))
    return merge


@transaction.atomic
def undo_merge(*, merge: Merge, by: User, apart: bool = True) -> Split:
    """Let two records be of two customers again, whatever was merged since; each has what it was born with.

    With `apart` it is remembered that they are not the same, so that no later run joins them again. Raises UnableToSplit.
    """
    parted, stayed, number = part(merge=merge, by=by, apart=apart)
    undo = offer_undo(by=by, label=_("Se separaron"), kind=UNDO_SPLIT, data={"merge": merge.pk, "apart": number})
    return Split(parted.customer, parted.party, parted.family, parted.others, stayed, undo)


def part(*, merge: Merge, by: User, apart: bool) -> tuple[Parted, dict[str, int], int | None]:
    """`undo_merge` without the offer to take it back: who is who now, what stayed, and the number of the apartness. Raises UnableToSplit."""
    held = Merge.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=merge.pk).first()
    if held is None:
        raise UnableToSplit("not_visible")
    if held.undone_at is not None:
        raise UnableToSplit("already_undone")
    parted = cut(held, by=by)
    stayed = written_since(customer=parted.customer, since=held.at)
    number = remember_apart(held.left_id, held.right_id, by=by).pk if apart else None
    data = told_of(held) | {"customer": parted.customer, "party": parted.party, "apart": number, "stayed": stayed}
    record_event(kind="party.split", by=by, table="identify_party", row=parted.party, data=data)
    return parted, stayed, number


@transaction.atomic
def split_party(*, party: Party, by: User, apart: bool = True) -> Split:
    """Let the record `party` leave its customer, with whatever was found to be it: undoes the merge on its way to the customer.

    Raises UnableToSplit.
    """
    held = Party.objects.filter(pk=party.pk).first()
    if held is None or not sees_customers(by, [held.pk]):
        raise UnableToSplit("not_visible")
    if held.canonical_id is None:
        raise UnableToSplit("is_customer")
    root = Party.objects.get(pk=held.canonical_id)
    edges = edges_of(family_of(root))
    edge = towards(held.pk, root.pk, edges)
    if edge is None:
        raise UnableToSplit("is_customer")
    return undo_merge(merge=Merge.objects.get(pk=edges[edge]), by=by, apart=apart)


def undo_merged(by: User, data: dict[str, Any]) -> Undone:
    """Take a merge back that was a mistake of the moment: as if nobody had said anything. Raises UnableToUndo."""
    merge = Merge.objects.visible_to(by).filter(pk=data["merge"]).first()
    if merge is None:
        raise UnableToUndo("not_allowed")
    try:
        part(merge=merge, by=by, apart=False)
    except UnableToSplit as error:
        raise UnableToUndo("already_undone" if error.code == "already_undone" else "not_allowed") from error
    for apart in Apart.objects.filter(pk__in=data.get("aparts", [])).order_by("pk"):
        remember_apart(apart.left_id, apart.right_id, by=apart.by, note=apart.note)
    return Undone(1)


def undo_split(by: User, data: dict[str, Any]) -> Undone:
    """Join again what was split a moment ago, on the word of whoever joined it before. Raises UnableToUndo."""
    merge = Merge.objects.filter(pk=data["merge"]).select_related("pair").first()
    if merge is None:
        raise UnableToUndo("unknown")
    take_back([data["apart"]] if data["apart"] else [], by=by)
    try:
        families = _families(merge.left_id, merge.right_id, by)
    except UnableToMerge as error:
        raise UnableToUndo("changed_since" if error.code == "same_customer" else "not_allowed") from error
    if guard_of(*families.values()).code in {"apart", "retired"}:
        raise UnableToUndo("changed_since")
    write_merge(
        left=merge.left_id,
        right=merge.right_id,
        families=families,
        by=by,
        pair=merge.pair,
        why=merge.why,
        note=merge.note,
    )
    return Undone(1)


def told_of(merge: Merge) -> dict[str, Any]:
    """What an event says of a merge: numbers alone."""
    return {
        "merge": merge.pk,
        "party": merge.party_id,
        "customer": merge.customer_id,
        "left": merge.left_id,
        "right": merge.right_id,
        "run": merge.run_id,
        "pair": merge.pair_id,
    }


def _families(left: int, right: int, by: User) -> dict[int, list[int]]:
    """The customers of two records with theirs, locked. Raises UnableToMerge."""
    if left == right:
        raise UnableToMerge("same_customer")
    roots = customers_of([left, right])
    # Locked in the order of their ids; whoever waited looks again at who stands for whom.
    seen = (
        Party.objects.visible_to(by).select_for_update(of=("self",)).filter(pk__in=set(roots.values())).order_by("pk")
    )
    locked = set(seen.values_list("pk", flat=True))
    roots = customers_of([left, right])
    if len(roots) < 2 or not set(roots.values()) <= locked:
        raise UnableToMerge("not_visible")
    if roots[left] == roots[right]:
        raise UnableToMerge("same_customer")
    return families_of([roots[left], roots[right]])
