"""What a person says of a pair: the same, two, two who are related, later; and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.identify.models import MatchDecision, MatchPair, Merge, Party, PartyRelationship
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.identify.operations.apart import remember_apart, take_back
from lazo.identify.operations.household import UnableToAddMember, UnableToMakeHousehold, add_member, make_household
from lazo.identify.operations.merge import (
    UnableToMerge,
    UnableToSplit,
    merge_records,
    part,
    undo_merged,
    undo_split,
)
from lazo.identify.operations.regroup import refresh_pairs
from lazo.identify.operations.relationship import UnableToRelate, relate
from lazo.identify.operations.retirement import retire_party
from lazo.identify.queries.parties import family_of
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "match.decided"
MOST_AT_ONCE = 200
Verdict = MatchDecision.Verdict
State = MatchPair.State
RELATION_BETWEEN = {
    (Party.Kind.PERSON, Party.Kind.PERSON): HOUSEHOLD_MEMBER,
    (Party.Kind.PERSON, Party.Kind.ORGANIZATION): "employed-by",
    (Party.Kind.ORGANIZATION, Party.Kind.ORGANIZATION): "site-of",
}
"""What two who are not the same are to each other when nobody says otherwise."""


class UnableToDecide(Exception):
    """`code` is not_visible, already_decided, unknown_verdict, too_many, or what UnableToMerge, UnableToRelate and UnableToMakeHousehold say."""

    def __init__(self, code: str, params: dict[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True)
class Decided:
    """`skipped` are the pairs of a batch that could not be decided so, with the reason; `undo` takes all of it back."""

    decisions: tuple[MatchDecision, ...]
    undo: str
    skipped: tuple[tuple[int, str], ...] = ()


@transaction.atomic
def decide_pair(*, pair: MatchPair, verdict: str, by: User, on: date, force: str = "", relation: str = "") -> Decided:
    """Answer a pair: SAME joins its customers, NOT sets them apart for ever, RELATED sets them apart and relates them, LATER puts it off.

    `force` is the reason in words when something speaks against joining; `relation` the type of a relation (default: of one household, works
    there, site of). Of a pair that a run joined, SAME confirms and the other two undo the merge. Raises UnableToDecide.
    """
    decision, undo = _decide(pair.pk, verdict, by=by, on=on, force=force, relation=relation)
    token = offer_undo(by=by, label=_label(verdict), kind=UNDO, data={"decisions": [undo]})
    return Decided((decision,), token)


@transaction.atomic
def decide_pairs(*, pairs: Sequence[int], verdict: str, by: User, on: date) -> Decided:
    """Answer pairs that look alike in one go, at most two hundred; what cannot be answered so is left and named. Raises UnableToDecide."""
    numbers = list(dict.fromkeys(pairs))
    if len(numbers) > MOST_AT_ONCE:
        raise UnableToDecide("too_many")
    done, undos, skipped = [], [], []
    for number in numbers:
        try:
            with transaction.atomic():
                decision, undo = _decide(number, verdict, by=by, on=on, force="", relation="")
        except UnableToDecide as error:
            skipped.append((number, error.code))
        else:
            done.append(decision)
            undos.append(undo)
    label = ngettext("%(n)s pareja decidida", "%(n)s parejas decididas", len(done)) % {"n": len(done)}
    token = offer_undo(by=by, label=label, kind=UNDO, data={"decisions": undos}) if done else ""
    return Decided(tuple(done), token, tuple(skipped))


def undo_decision(by: User, data: dict[str, Any]) -> Undone:
    """Take answers back, the last one first: pairs wait again, as before. Raises UnableToUndo."""
    for told in reversed(data["decisions"]):
        _take_back(told, by)
    return Undone(len(data["decisions"]))


def _decide(
    number: int, verdict: str, *, by: User, on: date, force: str, relation: str
) -> tuple[MatchDecision, dict[str, Any]]:
    if verdict not in Verdict.values:
        raise UnableToDecide("unknown_verdict")
    pair = MatchPair.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=number).first()
    if pair is None:
        raise UnableToDecide("not_visible")
    audited = _audited(pair)
    if audited is None and pair.state not in {State.OPEN, State.GONE, State.APART}:
        raise UnableToDecide("already_decided")
    undo = _carry_out(pair, audited, verdict, by=by, on=on, force=force, relation=relation)
    decision = MatchDecision.objects.create(
        pair=pair, verdict=verdict, probability=pair.probability, is_audit=audited is not None, by=by
    )
    if audited is not None:
        Merge.objects.filter(pk=audited.pk).update(in_sample=False)
    data = {
        "pair": pair.pk,
        "verdict": verdict,
        "left": pair.left_id,
        "right": pair.right_id,
        "audit": decision.is_audit,
    }
    record_event(kind="match.decided", by=by, table="identify_party", row=pair.left_id, data=data)
    return decision, {"decision": decision.pk, **undo}


def _audited(pair: MatchPair) -> Merge | None:
    """The merge of a run that this answer is about."""
    return Merge.objects.standing().filter(pair=pair, run__isnull=False).first() if pair.state == State.JOINED else None


def _carry_out(
    pair: MatchPair, audited: Merge | None, verdict: str, *, by: User, on: date, force: str, relation: str
) -> dict[str, Any]:
    if verdict == Verdict.LATER:
        MatchPair.objects.filter(pk=pair.pk).update(turn=F("turn") + 1)
        return {"turn": pair.turn}
    if verdict == Verdict.SAME:
        if audited is not None:
            return {"audited": audited.pk}
        undo = _merge(pair, by=by, force=force)
    else:
        undo = _keep_apart(pair, audited, by=by)
        if verdict == Verdict.RELATED:
            undo |= _relate(pair, relation, by=by, on=on)
    MatchPair.objects.filter(pk=pair.pk).update(state=verdict)
    return undo


def _merge(pair: MatchPair, *, by: User, force: str) -> dict[str, Any]:
    left, right = Party.objects.filter(pk__in=[pair.left_id, pair.right_id]).order_by("pk")
    try:
        merge, aparts = merge_records(one=left, other=right, by=by, force=force, pair=pair)
    except UnableToMerge as error:
        raise UnableToDecide(error.code, error.params) from error
    return {"merge": merge.pk, "aparts": list(aparts)}


def _keep_apart(pair: MatchPair, audited: Merge | None, *, by: User) -> dict[str, Any]:
    if audited is not None:
        try:
            part(merge=audited, by=by, apart=False)
        except UnableToSplit as error:
            raise UnableToDecide(error.code) from error
    apart = remember_apart(pair.left_id, pair.right_id, by=by)
    return {"apart": apart.pk, "rejoin": audited.pk if audited else None}


def _relate(pair: MatchPair, relation: str, *, by: User, on: date) -> dict[str, Any]:
    ends = {row.pk: row for row in Party.objects.filter(pk__in=[pair.left_id, pair.right_id])}
    one, other = sorted(
        (_customer(ends[number]) for number in (pair.left_id, pair.right_id)),
        key=lambda row: (row.kind != Party.Kind.PERSON, row.pk),
    )
    key = relation or RELATION_BETWEEN.get((Party.Kind(one.kind), Party.Kind(other.kind)), HOUSEHOLD_MEMBER)
    try:
        if key == HOUSEHOLD_MEMBER:
            return _household(one, other, by=by, on=on)
        made = relate(origin=one, target=other, type_key=key, by=by, on=on)
    except (UnableToRelate, UnableToMakeHousehold, UnableToAddMember) as error:
        if error.code == "already_related":
            return {}
        raise UnableToDecide(error.code) from error
    return {"relations": [made.pk]}


def _household(one: Party, other: Party, *, by: User, on: date) -> dict[str, Any]:
    """Both in the household that one of them has, else in a new one that goes by the surnames they share."""
    homes = {person.pk: _home(person) for person in (one, other)}
    if homes[one.pk] and homes[other.pk]:
        if homes[one.pk] == homes[other.pk]:
            return {}
        raise UnableToDecide("has_household")
    held = homes[one.pk] or homes[other.pk]
    if held is not None:
        newcomer = other if homes[one.pk] else one
        joined = add_member(household=Party.objects.get(pk=held), member=newcomer, by=by, on=on)
        return {"relations": [joined.pk]}
    made = make_household(name=_family_name(one, other), members=[one, other], by=by, on=on)
    relations = PartyRelationship.objects.filter(target=made).order_by("pk").values_list("pk", flat=True)
    return {"relations": list(relations), "household": made.pk}


def _home(person: Party) -> int | None:
    held = PartyRelationship.objects.open().filter(type=HOUSEHOLD_MEMBER, origin_id__in=family_of(person))
    return held.order_by("pk").values_list("target_id", flat=True).first()


def _family_name(one: Party, other: Party) -> str:
    theirs = other.surnames.lower().split()
    shared = [word for word in one.surnames.split() if word.lower() in theirs]
    words = " ".join(shared) or one.surnames or one.name
    return _("Familia %(surnames)s") % {"surnames": words}


def _customer(party: Party) -> Party:
    return party if party.canonical_id is None else Party.objects.get(pk=party.canonical_id)


def _take_back(told: dict[str, Any], by: User) -> None:
    """One answer. Raises UnableToUndo."""
    decision = MatchDecision.objects.select_related("pair").get(pk=told["decision"])
    pair = decision.pair
    if not MatchPair.objects.visible_to(by).filter(pk=pair.pk).exists():
        raise UnableToUndo("not_allowed")
    if decision.taken_back_at is not None:
        raise UnableToUndo("already_undone")
    MatchDecision.objects.filter(pk=decision.pk).update(taken_back_at=Now(), taken_back_by=by)
    MatchPair.objects.filter(pk=pair.pk).update(state=State.OPEN, turn=told.get("turn", pair.turn))
    _take_back_effects(told, by)
    refresh_pairs([pair.left_id, pair.right_id])
    data = {"pair": pair.pk, "verdict": decision.verdict, "left": pair.left_id, "right": pair.right_id}
    record_event(kind="match.reopened", by=by, table="identify_party", row=pair.left_id, data=data)


def _take_back_effects(told: dict[str, Any], by: User) -> None:
    if told.get("merge"):
        undo_merged(by, {"merge": told["merge"], "aparts": told.get("aparts", [])})
    if told.get("audited"):
        Merge.objects.filter(pk=told["audited"]).update(in_sample=True)
    PartyRelationship.objects.filter(pk__in=told.get("relations", [])).delete()
    if told.get("household"):
        retire_party(party=Party.objects.get(pk=told["household"]), by=by)
    if told.get("rejoin"):
        undo_split(by, {"merge": told["rejoin"], "apart": told["apart"]})
    elif told.get("apart"):
        take_back([told["apart"]], by=by)


def _label(verdict: str) -> str:
    return {
        Verdict.SAME: _("Unidos"),
        Verdict.NOT: _("Son dos"),
        Verdict.RELATED: _("Son dos y tienen relación"),
    }.get(Verdict(verdict), _("Para después"))
