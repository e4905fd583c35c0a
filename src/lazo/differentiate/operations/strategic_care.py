"""Whoever comes back to the register by the data finds the plan and the owner of before: a dip of one day forgets nothing."""

from django.db.models import OuterRef, Q, Subquery

from lazo.differentiate.models import StrategicCustomer

ROWS = 1_000


def carry_care(*, run_id: int) -> int:
    """Give the entries that this run opened the owner and plan of the last entry of the same kind that had one; how many there were."""
    kept = ~Q(plan="") | Q(owner__isnull=False)
    earlier = StrategicCustomer.objects.filter(
        kept, customer_id=OuterRef("customer_id"), kind=OuterRef("kind"), valid_to__isnull=False
    )
    opened = StrategicCustomer.objects.open().filter(run_id=run_id)
    back = dict(
        opened.annotate(before=Subquery(earlier.order_by("-valid_to", "-pk").values("pk")[:1]))
        .filter(before__isnull=False)
        .order_by()
        .values_list("pk", "before")
    )
    sources = StrategicCustomer.objects.in_bulk(list(back.values()))
    rows = list(StrategicCustomer.objects.filter(pk__in=back))
    for row in rows:
        row.owner_id, row.plan = sources[back[row.pk]].owner_id, sources[back[row.pk]].plan
    StrategicCustomer.objects.bulk_update(rows, ["owner", "plan"], batch_size=ROWS)
    return len(rows)
