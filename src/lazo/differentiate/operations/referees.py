"""Who gives testimony, as observed: customers by whose recommendation others came and bought."""

from collections import Counter
from datetime import date

from django.db.models import F
from django.db.models.functions import Coalesce

from lazo.differentiate.models import Score, StrategicCustomer
from lazo.differentiate.models.strategic_customer import next_review
from lazo.identify.models import PartyRelationship

REFERRED = "referred-by"
REFEREE = StrategicCustomer.Kind.REFEREE
ROWS = 1_000


def write_referees(*, run_id: int, on: date) -> tuple[int, int]:
    """Close the observed referees who no longer are, open the new ones: how many of each. What a person declared stays as it is."""
    successes = _successes()
    open_ones = dict(StrategicCustomer.objects.open().filter(kind=REFEREE).values_list("customer_id", "run_id"))
    over = [customer for customer, run in open_ones.items() if run is not None and customer not in successes]
    for start in range(0, len(over), ROWS):
        StrategicCustomer.objects.open().filter(
            kind=REFEREE, run_id__isnull=False, customer_id__in=over[start : start + ROWS]
        ).update(valid_to=on, closed_by_run=run_id)
    begun = [
        StrategicCustomer(
            customer_id=customer,
            kind=REFEREE,
            evidence={"referred": referred, "bought": bought},
            valid_from=on,
            run_id=run_id,
            review_on=next_review(on),
        )
        for customer, (referred, bought) in sorted(successes.items())
        if customer not in open_ones
    ]
    StrategicCustomer.objects.bulk_create(begun, batch_size=ROWS)
    return len(over), len(begun)


def _successes() -> dict[int, tuple[int, int]]:
    """By customer who recommended us: how many came by it, and how many of them bought; those of whom nobody bought are left out."""
    pairs = (
        PartyRelationship.objects.open()
        .filter(type_id=REFERRED, target__retired_at__isnull=True)
        .annotate(
            who=Coalesce(F("target__canonical_id"), F("target_id")),
            came=Coalesce(F("origin__canonical_id"), F("origin_id")),
        )
        .order_by()
        .values_list("who", "came")
        .distinct()
    )
    told = [(who, came) for who, came in pairs if who != came]
    buyers = _buyers({came for _, came in told})
    referred = Counter(who for who, _ in told)
    bought = Counter(who for who, came in told if came in buyers)
    return {who: (referred[who], count) for who, count in bought.items()}


def _buyers(customers: set[int]) -> set[int]:
    found: set[int] = set()
    wanted = sorted(customers)
    for start in range(0, len(wanted), ROWS):
        rows = Score.objects.filter(pk__in=wanted[start : start + ROWS], n_purchases__gt=0)
        found.update(rows.values_list("pk", flat=True))
    return found
