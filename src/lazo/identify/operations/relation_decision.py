"""What people say of relations that were found: so it is, never, later; many alike at once; and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from lazo.identify.models import CandidateDecision, Party, PartyRelationship, RelationCandidate
from lazo.identify.models.relationship import HOUSEHOLD_MEMBER
from lazo.identify.operations.household import UnableToAddMember, UnableToMakeHousehold, add_member, make_household
from lazo.identify.operations.relationship import TABLE, UnableToRelate, period_of, relate
from lazo.identify.queries.parties import family_of
from lazo.identify.surnames import first_surname
from lazo.kernel.changes import note_change
from lazo.kernel.events import record_event
from lazo.kernel.models import Change, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "relation.decided"
CANDIDATES = "identify_relationcandidate"
MOST = 500
LATER_DAYS = 30
Outcome = CandidateDecision.Outcome
OBSERVED_RULES = frozenset({RelationCandidate.Rule.TOLD, RelationCandidate.Rule.TAX_ROOT})
"""What such a rule says is in our records; the others are a guess that the person makes a statement of theirs."""


class UnableToDecide(Exception):
    """`code` is not_visible, already_decided, nothing_chosen, too_many, unknown_outcome, or why one of them cannot be related: see
    UnableToRelate and UnableToAddMember; `candidate` is the one it is about.
    """

    def __init__(self, code: str, candidate: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.candidate = candidate


@dataclass(frozen=True)
class Decided:
    """How many were decided, and the token under which `by` can take it back. `left` could not be: somebody else was quicker."""

    decided: int
    left: int
    undo: str


@transaction.atomic
def decide_candidates(*, candidates: Sequence[int], outcome: str, by: User, on: date) -> Decided:
    """Say the same of up to 500 candidates (ids): CONFIRMED, REFUSED (for ever) or LATER (asked again in 30 days).

    Confirming relates the two, or brings them into one household; what our records say becomes OBSERVED, what a rule guessed DECLARED, by
    this person. Of several, those that cannot be decided any more are left; a single one raises UnableToDecide. One event each.
    """
    if outcome not in Outcome.values:
        raise UnableToDecide("unknown_outcome")
    numbers = list(dict.fromkeys(candidates))
    if not numbers:
        raise UnableToDecide("nothing_chosen")
    if len(numbers) > MOST:
        raise UnableToDecide("too_many")
    rows = RelationCandidate.objects.visible_to(by).filter(pk__in=numbers).select_related("origin", "target", "type")
    found = {row.pk: row for row in rows}
    if not found:
        raise UnableToDecide("not_visible", numbers[0])
    made, left = [], len(numbers) - len(found)
    for number in (one for one in numbers if one in found):
        try:
            with transaction.atomic():
                made.append(_decide(found[number], Outcome(outcome), by, on))
        except UnableToDecide:
            if len(numbers) == 1:
                raise
            left += 1
    label = _("Relación confirmada") if outcome == Outcome.CONFIRMED else _("Relación probable respondida")
    data = {"decisions": [decision.pk for decision in made]}
    return Decided(len(made), left, offer_undo(by=by, label=label, kind=UNDO, data=data) if made else "")


def _decide(candidate: RelationCandidate, outcome: Outcome, by: User, on: date) -> CandidateDecision:
    standing = CandidateDecision.objects.select_for_update().filter(candidate=candidate, ended_at__isnull=True)
    if standing.exclude(outcome=Outcome.LATER).exists():
        raise UnableToDecide("already_decided", candidate.pk)
    standing.update(ended_at=Now())
    relation, household = _confirm(candidate, by, on) if outcome == Outcome.CONFIRMED else (None, None)
    decision = CandidateDecision.objects.create(
        candidate=candidate,
        outcome=outcome,
        by=by,
        until=on + timedelta(days=LATER_DAYS) if outcome == Outcome.LATER else None,
        relation=relation,
        household=household,
    )
    data = {
        "outcome": str(outcome),
        "origin": candidate.origin_id,
        "target": candidate.target_id,
        "type": candidate.type_id,
    }
    record_event(
        kind="relation.candidate_decided",
        by=by,
        table=CANDIDATES,
        row=candidate.pk,
        data=data | {"rule": candidate.rule, "relation": relation.pk if relation else None},
    )
    return decision


def _confirm(candidate: RelationCandidate, by: User, on: date) -> tuple[PartyRelationship | None, Party | None]:
    """The relation that confirming makes (None when it stands already), and the household that had to be made."""
    try:
        if candidate.type_id == "same-household":
            return _bring_together(candidate.origin, candidate.target, by, on)
        observed = candidate.rule in OBSERVED_RULES
        kind = PartyRelationship.Kind.OBSERVED if observed else PartyRelationship.Kind.DECLARED
        one, other, of = candidate.origin, candidate.target, candidate.type_id
        return relate(origin=one, target=other, type_key=of, by=by, on=on, kind=kind), None
    except (UnableToRelate, UnableToAddMember, UnableToMakeHousehold) as error:
        if error.code == "already_related":
            return None, None
        raise UnableToDecide(error.code, candidate.pk) from error


def _bring_together(one: Party, other: Party, by: User, on: date) -> tuple[PartyRelationship | None, Party | None]:
    homes = {person.pk: _membership(person) for person in (one, other)}
    mine, theirs = homes[one.pk], homes[other.pk]
    if mine and theirs:
        if mine.target_id != theirs.target_id:
            raise UnableToAddMember("has_household")
        return None, None
    home = mine or theirs
    if home is not None:
        return add_member(household=home.target, member=other if mine else one, by=by, on=on), None
    surname = first_surname(one.surnames or other.surnames or one.name)
    household = make_household(name=_("Hogar %(name)s") % {"name": surname}, members=[one, other], by=by, on=on)
    return PartyRelationship.objects.get(target=household, origin=other), household


def _membership(person: Party) -> PartyRelationship | None:
    held = PartyRelationship.objects.open().filter(type=HOUSEHOLD_MEMBER, origin_id__in=family_of(person))
    return held.select_related("target").order_by("pk").first()


def undo_decisions(by: User, data: dict[str, Any]) -> Undone:
    """Take decisions back: what confirming made goes, unless somebody changed it since. Registered with kernel.undo. Raises UnableToUndo."""
    rows = CandidateDecision.objects.filter(pk__in=data["decisions"], ended_at__isnull=True)
    decisions = list(rows.select_related("candidate", "relation", "household").order_by("-pk"))
    seen = set(RelationCandidate.objects.visible_to(by).filter(decisions__in=decisions).values_list("pk", flat=True))
    if not seen:
        raise UnableToUndo("changed_since" if not decisions else "not_allowed")
    kept = [one.candidate_id for one in decisions if one.candidate_id not in seen or not _taken_back(one, by)]
    return Undone(restored=len(decisions) - len(kept), kept=len(kept), kept_rows=tuple(kept[:100]))


def _taken_back(decision: CandidateDecision, by: User) -> bool:
    """Whether the decision could be taken back."""
    if decision.household is not None and not _disband(decision.household):
        return False
    before = None
    if decision.household is None and decision.relation is not None:
        if decision.relation.valid_to is not None:
            return False
        before = period_of(decision.relation)
        decision.relation.delete()
    CandidateDecision.objects.filter(pk=decision.pk).update(ended_at=Now())
    candidate = decision.candidate
    data = {"outcome": decision.outcome, "origin": candidate.origin_id, "target": candidate.target_id}
    record_event(
        kind="relation.decision_undone",
        by=by,
        table=CANDIDATES,
        row=candidate.pk,
        data=data | {"of": TABLE},
        before=before,
    )
    return True


def _disband(household: Party) -> bool:
    """Take out a household that has only the two it was made for; not one that others joined, or somebody edited."""
    others = PartyRelationship.objects.filter(Q(target=household) | Q(origin=household))
    if others.count() != 2 or others.filter(valid_to__isnull=False).exists() or household.version > 1:
        return False
    others.delete()
    Party.objects.filter(pk=household.pk).update(retired_at=Now(), version=household.version + 1)
    note_change(table="parties", operation=Change.Operation.UPDATE, row_from=household.pk, party=household.pk)
    return True
