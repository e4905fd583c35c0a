"""A company put under another, and moved to a third: the history stays."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lazo.identify.models import Party, PartyRelationship
from lazo.identify.operations.relationship import (
    UnableToEndRelation,
    UnableToRelate,
    UnableToReopenRelation,
    end_relation,
    relate,
    reopen_relation,
)
from lazo.identify.queries.hierarchy import HIERARCHY, PARENT, SITE, companies_above
from lazo.identify.queries.parties import family_of
from lazo.kernel.models import User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo

UNDO = "company.placed"


class UnableToPlace(Exception):
    """`code` is unknown_type, would_cycle, already_there, or what relating and ending refuse."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Placed:
    """The relation that now holds, those that ended for it, and the token under which `by` can take it back."""

    relation: PartyRelationship
    ended: tuple[int, ...]
    undo: str


@transaction.atomic
def place_company(*, company: Party, under: Party, by: User, on: date, type_key: str = PARENT) -> Placed:
    """Put `company` under another from the day `on`: as its subsidiary or, with `site-of`, as a place of it.

    Where it stood before ends that day and stays as history. Raises UnableToPlace: a company cannot come under one of its own.
    """
    if type_key not in HIERARCHY:
        raise UnableToPlace("unknown_type")
    list(Party.objects.select_for_update().filter(pk__in=[company.pk, under.pk]).order_by("pk"))
    held = list(above_of(company).select_related("type"))
    if any(_stands_under(relation, under, type_key) for relation in held):
        raise UnableToPlace("already_there")
    if company.pk in companies_above(under):
        raise UnableToPlace("would_cycle")
    try:
        for relation in held:
            end_relation(relation=relation, by=by, on=on)
        ends = (under, company) if type_key == PARENT else (company, under)
        made = relate(origin=ends[0], target=ends[1], type_key=type_key, by=by, on=on, since=on)
    except (UnableToRelate, UnableToEndRelation) as error:
        raise UnableToPlace(error.code) from error
    ended = tuple(relation.pk for relation in held)
    data = {"made": made.pk, "ended": list(ended)}
    return Placed(made, ended, offer_undo(by=by, label=_("Empresa movida"), kind=UNDO, data=data))


def above_of(company: Party) -> Any:
    """The open relations by which a company stands under another."""
    family = family_of(company)
    return PartyRelationship.objects.open().filter(
        Q(type=PARENT, target_id__in=family) | Q(type=SITE, origin_id__in=family)
    )


def _stands_under(relation: PartyRelationship, under: Party, type_key: str) -> bool:
    parent = relation.origin_id if relation.type_id == PARENT else relation.target_id
    return relation.type_id == type_key and parent in family_of(under)


def undo_placing(by: User, data: dict[str, Any]) -> Undone:
    """Put a company back where it stood; registered with kernel.undo. Raises UnableToUndo."""
    made = PartyRelationship.objects.open().filter(pk=data["made"]).first()
    if made is None:
        raise UnableToUndo("changed_since")
    try:
        # It held for no day: it ends on the day it began.
        end_relation(relation=made, by=by, on=made.valid_from or date.min)
        for relation in PartyRelationship.objects.filter(pk__in=data["ended"]).order_by("pk"):
            reopen_relation(relation=relation, by=by)
    except (UnableToEndRelation, UnableToReopenRelation) as error:
        raise UnableToUndo("not_allowed" if error.code == "not_visible" else "changed_since") from error
    return Undone(restored=1 + len(data["ended"]))
