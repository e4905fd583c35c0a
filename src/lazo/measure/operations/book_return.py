"""What finished experiments brought goes into the ledger: once each, with the interval and what it was measured against."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from lazo.customize.models import Experiment, MoneyEntry
from lazo.customize.operations.money import Booking, book_money
from lazo.kernel.models import Company, User
from lazo.measure.queries.readout import Readout, read_experiment

SAVES = "saves"
"""In `planned` of an experiment whose outcome is money not spent: its return is a saving."""


class UnableToBookReturn(ValueError):
    """`code` is not_final, no_control or no_money: there is nothing to book yet, or nothing to tell money by."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def book_return(*, experiment: Experiment, on: date, by: User | None) -> MoneyEntry:
    """Book the gross return of an experiment whose planned end has come, on that day, by the method of control groups.

    A loss is booked as it is, below 0. The same experiment again is the entry that stands. Raises UnableToBookReturn.
    """
    readout = read_experiment(experiment=experiment, on=on)
    if not readout.is_final:
        raise UnableToBookReturn("not_final")
    if readout.whole is None:
        raise UnableToBookReturn("no_control")
    if readout.whole.result is None:
        raise UnableToBookReturn("no_money")
    result = readout.whole.result
    assert readout.ends is not None
    booking = Booking(
        key=return_key(experiment),
        on=readout.ends,
        area=experiment.area,
        kind=MoneyEntry.Kind.COST_SAVING if experiment.planned.get(SAVES) else MoneyEntry.Kind.SALES_GAIN,
        method=MoneyEntry.Method.CONTROLLED,
        category=MoneyEntry.Category.MARGIN,
        amount=result.gross,
        currency=Company.objects.get(pk=1).currency,
        low=result.gross_low,
        high=result.gross_high,
        experiment=experiment,
        evidence=_evidence(readout),
    )
    return book_money(booking=booking, by=by)


def return_key(experiment: Experiment) -> str:
    """The name under which its return is booked."""
    return f"experiment:{experiment.pk}:return"


def returns_due(*, on: date) -> list[Experiment]:
    """Experiments that ended before `on` and whose return is not booked, those brought in from a file included. One query."""
    booked = MoneyEntry.objects.filter(key__startswith="experiment:", key__endswith=":return").values("experiment_id")
    begun = Experiment.objects.filter(Q(ends_on__lte=on) | Q(ends_on__isnull=True), started_on__lte=on)
    return list(begun.exclude(pk__in=booked).order_by("pk"))


def _evidence(readout: Readout) -> dict[str, object]:
    assert readout.whole is not None
    main = readout.whole.main
    return {
        "metric": readout.metric,
        "until": readout.until.isoformat(),
        "treated": main.treated.n,
        "control": main.control.n,
        "difference": main.difference,
        "error": main.error,
        "variance_taken": round(main.taken, 4),
    }
