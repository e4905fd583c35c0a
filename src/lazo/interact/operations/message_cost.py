"""What messages cost, booked in the money ledger: one entry for each account, campaign and day, and another when more was sent since."""

from django.db import transaction
from django.db.models import F, Q, QuerySet

from lazo.customize.models import Experiment, MoneyEntry
from lazo.customize.operations.money import Booking, book_money
from lazo.interact.models import MessageCost
from lazo.kernel.money.exchange import UnableToConvert

SERVICE_AREA = "KEEP"
"""The area that messages of no campaign cost: they serve who is a customer already."""
MILLIS = 1_000


def costs_are_due() -> bool:
    """Whether a minor unit or more is not booked yet."""
    return _unbooked().exists()


def book_message_costs() -> int:
    """Book what is not in the ledger yet; how many entries. What has no exchange rate waits for one.

    An entry of the ledger is never rewritten: what a day cost later is another entry, under the next number of its key. Killed between two
    entries, the rest follows next time.
    """
    return sum(_book(number) for number in list(_unbooked().values_list("pk", flat=True)))


@transaction.atomic
def _book(number: int) -> bool:
    row = MessageCost.objects.select_for_update().select_related("account").get(pk=number)
    due = rounded(row.millis) - row.booked
    if due <= 0:
        return False
    experiment = Experiment.objects.filter(pk=row.experiment).first() if row.experiment else None
    key = f"messages:{row.account_id}:{row.experiment}:{row.day.isoformat()}:{row.entries + 1}"
    booking = Booking(
        key=key,
        on=row.day,
        area=experiment.area if experiment else SERVICE_AREA,
        kind=MoneyEntry.Kind.COST,
        method=MoneyEntry.Method.OBSERVED,
        category=MoneyEntry.Category.MESSAGE,
        amount=due,
        currency=row.account.currency,
        experiment=experiment,
        evidence={"account": row.account_id, "channel": row.account.channel, "messages": row.messages},
    )
    try:
        with transaction.atomic():
            book_money(booking=booking, by=None)
    except UnableToConvert:
        return False
    MessageCost.objects.filter(pk=row.pk).update(booked=F("booked") + due, entries=F("entries") + 1)
    return True


def rounded(millis: int) -> int:
    """Thousandths of a minor unit as minor units, half up."""
    return (millis + MILLIS // 2) // MILLIS


def _unbooked() -> "QuerySet[MessageCost]":
    """Rows of which a minor unit or more is not booked."""
    owed = Q(millis__gte=F("booked") * MILLIS + MILLIS // 2)
    return MessageCost.objects.filter(owed, account__currency__gt="").order_by("pk")
