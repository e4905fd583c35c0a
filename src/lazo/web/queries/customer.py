"""The plain page of a customer: who it is, where it stands and why, what it is worth, what it bought."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from lazo.differentiate.models import CyclePosition, Score, ScoreRun, StrategicCustomer
from lazo.identify.models import (
    ContactPoint,
    Interaction,
    Party,
    PartyIdentifier,
    Purchase,
    SourceRecord,
)
from lazo.kernel.access import row_rule
from lazo.kernel.models import User
from lazo.web.queries.verdict import Verdict, verdict_of

LATEST = 20


@dataclass(frozen=True)
class PastPurchase:
    """Amount in minor units of `currency`; `base_amount` in those of the base currency; below zero it is a return."""

    day: date
    external_id: str
    channel: str
    source: str
    currency: str
    amount: int
    base_amount: int
    lines: int


@dataclass(frozen=True)
class YearOfPurchases:
    """What the customer bought in twelve months that end on `until`, in base minor units."""

    until: date
    amount: int


@dataclass(frozen=True)
class CustomerView:
    """Everything the page shows; `score` is None until a run has counted this customer."""

    party: Party
    score: Score | None
    verdict: Verdict | None
    contact_points: tuple[ContactPoint, ...]
    identifiers: tuple[PartyIdentifier, ...]
    records: tuple[SourceRecord, ...]
    strategic: tuple[StrategicCustomer, ...]
    positions: tuple[CyclePosition, ...]
    purchases: tuple[PastPurchase, ...]
    n_purchases: int
    first_purchase: date | None
    last_purchase: date | None
    years: tuple[YearOfPurchases, ...]
    interactions: tuple[Interaction, ...]


def canonical_id(*, user: User, customer: int) -> int | None:
    """The party that `customer` was found to be, itself if none; None when the user may not see it or it is not there."""
    party = Party.objects.filter(row_rule(user).as_q(), pk=customer).values("id", "canonical_id").first()
    return (party["canonical_id"] or party["id"]) if party else None


def customer_view(*, user: User, customer: int) -> CustomerView | None:
    """The page of a canonical party with the rows of all parties it was found to be; None when the user may not see it."""
    party = Party.objects.filter(row_rule(user).as_q(), pk=customer).select_related("owner", "team").first()
    if party is None:
        return None
    family = [party.pk, *Party.objects.filter(canonical=party).values_list("pk", flat=True)]
    purchases = Purchase.objects.filter(party_id__in=family)
    facts = purchases.aggregate(n=Count("pk"), first=Min("occurred_on"), last=Max("occurred_on"))
    score = Score.objects.filter(customer_id=party.pk).first()
    run = ScoreRun.objects.filter(pk=score.run_id).first() if score else None
    return CustomerView(
        party=party,
        score=score,
        verdict=verdict_of(run) if run else None,
        contact_points=tuple(ContactPoint.objects.filter(party_id__in=family).order_by("kind", "pk")),
        identifiers=tuple(PartyIdentifier.objects.filter(party_id__in=family).order_by("scheme", "pk")),
        records=tuple(
            SourceRecord.objects.filter(party_id__in=family).select_related("source").order_by("pk")[:LATEST]
        ),
        strategic=tuple(StrategicCustomer.objects.filter(customer=party, valid_to__isnull=True).order_by("kind")),
        positions=tuple(CyclePosition.objects.filter(customer=party).order_by("-valid_from", "-pk")[:LATEST]),
        purchases=_latest(purchases),
        n_purchases=facts["n"],
        first_purchase=facts["first"],
        last_purchase=facts["last"],
        years=_years(purchases, score.on_date if score else facts["last"], facts["first"]),
        interactions=tuple(
            Interaction.objects.filter(party_id__in=family)
            .select_related("source")
            .order_by("-occurred_on", "-pk")[:LATEST]
        ),
    )


def _latest(purchases: "QuerySet[Purchase]") -> tuple[PastPurchase, ...]:
    rows = purchases.select_related("source").annotate(n_lines=Count("lines")).order_by("-occurred_on", "-pk")[:LATEST]
    return tuple(
        PastPurchase(
            p.occurred_on, p.external_id or "", p.channel, p.source.name, p.currency, p.amount, p.base_amount, p.n_lines
        )
        for p in rows
    )


def _years(purchases: "QuerySet[Purchase]", until: date | None, first: date | None) -> tuple[YearOfPurchases, ...]:
    """Up to four periods of twelve months that end on `until`, the oldest first; none before the first purchase."""
    if until is None or first is None:
        return ()
    ends = [years_before(until, n) for n in range(5)]
    wanted = [(ends[n + 1], ends[n]) for n in range(4) if ends[n] >= first]
    sums = {
        f"y{n}": Sum("base_amount", filter=Q(occurred_on__gt=after, occurred_on__lte=end), default=0)
        for n, (after, end) in enumerate(wanted)
    }
    found = purchases.aggregate(**sums) if sums else {}
    return tuple(YearOfPurchases(end, found[f"y{n}"]) for n, (_, end) in reversed(list(enumerate(wanted))))


def years_before(day: date, years: int) -> date:
    """The same day `years` ago; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
