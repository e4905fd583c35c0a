"""The strands a customer's history is plaited from: which rows they are, what says when, and what a search reads."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from lazo.differentiate.models import CyclePosition
from lazo.identify.models import (
    ConsentEntry,
    ImportBatch,
    Interaction,
    Merge,
    Party,
    PartyRelationship,
    PartyRole,
    Purchase,
    PurchaseLine,
    SourceRecord,
    TraitDefinition,
    TraitValue,
)
from lazo.identify.models.interaction import CALL, NOTE
from lazo.interact.models import ToDo
from lazo.kernel.models import Event

PARTY_TABLE, RELATION_TABLE = "identify_party", "identify_partyrelationship"
PARTY_EVENTS = ("party.added", "party.edited", "party.retired", "trait.set", "trait.corrected", "identifier.revealed")
ROLE_TABLE = "identify_partyrole"
ROLE_EVENTS = ("party_role.given", "party_role.ended", "party_role.reopened", "party_role.removed")
RELATION_EVENTS = ("relation.made", "relation.ended", "relation.reopened", "household.joined", "household.left")


class Group(StrEnum):
    """What a reader may ask for alone."""

    PURCHASES = "purchases"
    MESSAGES = "messages"
    NOTES = "notes"
    TO_DOS = "to_dos"
    CYCLE = "cycle"
    CONSENT = "consent"
    INFERRED = "inferred"
    CHANGES = "changes"


@dataclass(frozen=True)
class Strand:
    """`rows` are those of a family of party ids; `day` and `at` name the columns that say when (one may be blank).

    `sought` is the filter for a regular expression; a strand without it has no words of a person and no search finds it.
    """

    kind: str
    group: Group
    rows: Callable[[list[int]], QuerySet[Any]]
    day: str = ""
    at: str = ""
    sought: Callable[[str], Q] | None = None


def _purchases(family: list[int]) -> QuerySet[Any]:
    lines = PurchaseLine.objects.select_related("product").order_by("pk")
    found = Purchase.objects.filter(party_id__in=family).select_related("source")
    return found.prefetch_related(Prefetch("lines", queryset=lines))


def _messages(family: list[int]) -> QuerySet[Any]:
    return _interactions(family).exclude(kind__in=(NOTE, CALL))


def _notes(family: list[int]) -> QuerySet[Any]:
    return _interactions(family).filter(kind__in=(NOTE, CALL))


def _interactions(family: list[int]) -> QuerySet[Any]:
    return Interaction.objects.filter(party_id__in=family).select_related("source", "by")


def _to_dos(family: list[int]) -> QuerySet[Any]:
    found = ToDo.objects.filter(party_id__in=family)
    return found.select_related("assignee", "made_by", "completion", "completion__by")


def _positions(family: list[int]) -> QuerySet[Any]:
    return CyclePosition.objects.filter(customer_id__in=family)


def _consent(family: list[int]) -> QuerySet[Any]:
    # The first line of those written at once for several records; COALESCE keeps the index on `repeats` out of it.
    first = (
        ConsentEntry.objects.filter(party_id__in=family).alias(repeated=Coalesce("repeats_id", 0)).filter(repeated=0)
    )
    return first.standing().select_related("by")


def _inferred(family: list[int]) -> QuerySet[Any]:
    found = TraitValue.objects.filter(party_id__in=family, kind=TraitDefinition.Kind.INFERRED)
    return found.select_related("definition", "source")


def _changes(family: list[int]) -> QuerySet[Any]:
    relations = PartyRelationship.objects.touching(family).values("pk")
    about = Q(table=PARTY_TABLE, row__in=family, kind__in=PARTY_EVENTS)
    about |= Q(table=RELATION_TABLE, row__in=relations, kind__in=RELATION_EVENTS)
    roles = PartyRole.objects.filter(party_id__in=family).values("pk")
    about |= Q(table=ROLE_TABLE, row__in=roles, kind__in=ROLE_EVENTS)
    return Event.objects.filter(about).select_related("by", "detail")


def _joined(family: list[int]) -> QuerySet[Any]:
    about = Q(left_id__in=family) | Q(right_id__in=family)
    return Merge.objects.filter(about).select_related("by", "run")


def _parted(family: list[int]) -> QuerySet[Any]:
    return _joined(family).filter(undone_at__isnull=False).select_related("undone_by")


def _imports(family: list[int]) -> QuerySet[Any]:
    records = SourceRecord.objects.filter(party_id__in=family, batch__isnull=False).values("batch")
    born = Party.objects.filter(pk__in=family, batch__isnull=False).values("batch")
    found = ImportBatch.objects.filter(Q(pk__in=records) | Q(pk__in=born), finished_at__isnull=False)
    return found.filter(state=ImportBatch.State.DONE).select_related("source", "created_by")


def _words(*columns: str) -> Callable[[str], Q]:
    """A search in text columns of the row itself or of what it points at."""

    def sought(pattern: str) -> Q:
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__iregex": pattern})
        return found

    return sought


def _purchase_words(pattern: str) -> Q:
    """By the number of the document or by what was bought, which must not count a purchase twice."""
    lines = PurchaseLine.objects.filter(purchase=OuterRef("pk"), product__name__iregex=pattern)
    return Q(external_id__iregex=pattern) | Q(Exists(lines))


STRANDS = (
    Strand("purchase", Group.PURCHASES, _purchases, "occurred_on", "occurred_at", _purchase_words),
    Strand("interaction", Group.MESSAGES, _messages, "occurred_on", "occurred_at", _words("subject", "text", "kind")),
    Strand("note", Group.NOTES, _notes, "occurred_on", "occurred_at", _words("subject", "text")),
    Strand("to_do", Group.TO_DOS, _to_dos, at="created_at", sought=_words("title", "text")),
    Strand("position", Group.CYCLE, _positions, day="valid_from"),
    Strand("consent", Group.CONSENT, _consent, day="on", sought=_words("evidence")),
    Strand("inferred", Group.INFERRED, _inferred, at="set_at", sought=_words("definition__name", "text")),
    Strand("change", Group.CHANGES, _changes, at="at"),
    Strand("import", Group.CHANGES, _imports, at="finished_at", sought=_words("source__name", "file_name")),
    Strand("merge", Group.CHANGES, _joined, at="at", sought=_words("note")),
    Strand("split", Group.CHANGES, _parted, at="undone_at"),
)
"""In the order in which those of one moment follow each other; new ones go to the end, for old addresses count them."""
