"""All experiments: where each stands and what it brought, from the ledger alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from lazo.customize.models import Experiment, MoneyEntry
from lazo.kernel.access import may
from lazo.kernel.models import User


@dataclass(frozen=True)
class ExperimentLine:
    """`state` is planned, running or ended; money in base minor units, `returned` null while nothing is booked."""

    experiment: Experiment
    state: str
    cost: int | None
    returned: MoneyEntry | None


def may_read_experiments(user: User) -> bool:
    """Who makes campaigns or sees money."""
    return may(user, "may_see_money") or may(user, "may_campaign")


def experiments() -> QuerySet[Experiment]:
    """All of them, the newest first."""
    return Experiment.objects.select_related("by").order_by("-pk")


def experiment_lines(rows: Sequence[Experiment], *, on: date) -> list[ExperimentLine]:
    """How each stands on a day. Two queries, whatever the experiments."""
    numbers = [one.pk for one in rows]
    entries = MoneyEntry.objects.standing().filter(experiment_id__in=numbers)
    costs = dict(
        entries.filter(kind=MoneyEntry.Kind.COST)
        .values_list("experiment_id")
        .annotate(total=Sum("base_amount"))
        .order_by()
    )
    gains = entries.filter(~Q(kind=MoneyEntry.Kind.COST), method=MoneyEntry.Method.CONTROLLED)
    returned = {entry.experiment_id: entry for entry in gains.order_by("pk")}
    return [ExperimentLine(one, state_of(one, on=on), costs.get(one.pk), returned.get(one.pk)) for one in rows]


def state_of(experiment: Experiment, *, on: date) -> str:
    """planned, running or ended."""
    if experiment.started_on is None or experiment.started_on > on:
        return "planned"
    return "ended" if experiment.ends_on is not None and experiment.ends_on <= on else "running"


def is_ripe(experiment: Experiment, *, on: date) -> bool:
    """Whether it can be learned whom it changes: it has ended, or it is of an offer, which goes on, and the first windows are over."""
    if state_of(experiment, on=on) == "ended":
        return True
    begun = experiment.started_on
    is_offer = experiment.kind == Experiment.Kind.OFFER
    return is_offer and begun is not None and begun + timedelta(days=experiment.window_days) <= on
