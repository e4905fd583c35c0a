"""What would come together if two customers were one, and what speaks against it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, Sum

from lazo.identify.merge_handlers import conflicts
from lazo.identify.models import Apart, ContactPoint, Interaction, Party, PartyIdentifier, Purchase, TraitValue
from lazo.identify.queries.consent import CurrentConsent, current_consent
from lazo.identify.queries.families import customers_of, families_of, sees_customers
from lazo.identify.queries.survivor import survivor
from lazo.kernel.models import User

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Guard:
    """`codes` are retired, different_kinds, different_documents, apart; `params` the schemes of the documents; `aparts` the rows that say so."""

    codes: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    aparts: tuple[int, ...] = ()

    @property
    def code(self) -> str:
        """The gravest; blank when nothing speaks against it."""
        return self.codes[0] if self.codes else ""

    @property
    def params(self) -> dict[str, Any]:
        return {"schemes": list(self.schemes)} if self.schemes else {}


@dataclass(frozen=True)
class MergePreview:
    """`customer` is whose number would stay, `party` whose would not. Money in base minor units: `amount_12m` of the year to the last purchase of both.

    `consents` are the strictest of both; `warnings` what packages say cannot be one.
    """

    customer: int
    party: int
    records: int
    purchases: int
    amount: int
    amount_12m: int
    interactions: int
    consents: tuple[CurrentConsent, ...]
    guard: Guard
    warnings: tuple[str, ...] = field(default_factory=tuple)


def merge_preview(*, one: Party, other: Party, user: User, on: date) -> MergePreview | None:
    """What the customers of two records would be as one; None when they are one, or `user` may not see both."""
    customers = customers_of([one.pk, other.pk])
    if len(set(customers.values())) < 2:
        return None
    if not sees_customers(user, list(customers)):
        return None
    families = families_of(sorted(set(customers.values())))
    records = [record for family in families.values() for record in family]
    stays = survivor(families)
    bought = Purchase.objects.filter(party_id__in=records).aggregate(
        n=Count("pk"), amount=Sum("base_amount", default=0), last=Max("occurred_on")
    )
    since = bought["last"] - YEAR if bought["last"] else on
    lately = Purchase.objects.filter(party_id__in=records, occurred_on__gt=since).aggregate(
        amount=Sum("base_amount", default=0)
    )
    return MergePreview(
        customer=stays,
        party=next(number for number in families if number != stays),
        records=len(records),
        purchases=bought["n"],
        amount=bought["amount"],
        amount_12m=lately["amount"],
        interactions=Interaction.objects.filter(party_id__in=records).count(),
        consents=tuple(current_consent(family=records, on=on)),
        guard=guard_of(*families.values()),
        warnings=tuple(conflicts(*families.values())),
    )


def guard_of(family: Sequence[int], others: Sequence[int]) -> Guard:
    """What speaks against two families being one, the gravest first."""
    rows = list(Party.objects.filter(pk__in=[*family, *others]).values_list("pk", "kind", "retired_at", "canonical_id"))
    standing = [row for row in rows if row[3] is None]
    codes = []
    if any(retired for _number, _kind, retired, _canonical in standing):
        codes.append("retired")
    if len({kind for _number, kind, _retired, _canonical in rows}) > 1:
        codes.append("different_kinds")
    schemes = different_documents(family, others)
    if schemes:
        codes.append("different_documents")
    aparts = tuple(
        Apart.objects.standing()
        .filter(Q(left_id__in=family, right_id__in=others) | Q(left_id__in=others, right_id__in=family))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if aparts:
        codes.append("apart")
    return Guard(tuple(codes), tuple(schemes), aparts)


def different_documents(family: Sequence[int], others: Sequence[int]) -> list[str]:
    """The schemes of which each side has a valid document and they have none in common."""
    rows = PartyIdentifier.objects.filter(party_id__in=[*family, *others], is_valid=True).exclude(scheme="")
    ours: dict[str, set[str]] = defaultdict(set)
    theirs: dict[str, set[str]] = defaultdict(set)
    mine = set(family)
    for party, scheme, key in rows.values_list("party_id", "scheme", "key"):
        (ours if party in mine else theirs)[scheme].add(key)
    return sorted(scheme for scheme in ours.keys() & theirs.keys() if not ours[scheme] & theirs[scheme])


def written_since(*, customer: int, since: datetime) -> dict[str, int]:
    """How much was written by hand to the record `customer` since then, by table: nobody can say of which of two it is."""
    written = {
        "interactions": Interaction.objects.filter(party_id=customer, by__isnull=False, occurred_at__gte=since),
        "contact_points": ContactPoint.objects.filter(party_id=customer, batch__isnull=True, created_at__gte=since),
        "traits": TraitValue.objects.filter(party_id=customer, by__isnull=False, set_at__gte=since),
    }
    counts = {name: rows.count() for name, rows in written.items()}
    return {name: count for name, count in counts.items() if count}
