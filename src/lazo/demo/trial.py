"""What the fictitious company tried, with an effect that is known: a campaign and an offer, each with a group that got nothing.

Groups fall by the product's own hash. Of those who were treated and would not have bought, some do, by a share that is planted; everybody's
own purchases stay as they are, so the truth is that share times those who would not have bought. Written with the product's operations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import numpy as np
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Coalesce

from lazo.analytics.experiments.assignment import arm_places
from lazo.customize.models import Arm, Decision
from lazo.customize.models.experiment import Experiment
from lazo.customize.operations.experiment import ExperimentPlan, arms_of
from lazo.customize.operations.money import Booking, book_money
from lazo.demo.company import CURRENCY
from lazo.identify.models import Interaction, Party, Purchase, Source
from lazo.identify.operations.purchase import MOST, SaidPurchase, record_purchases
from lazo.interact.operations.wave_rows import Rows
from lazo.kernel.changes import note_change
from lazo.kernel.models import Change, User

CENTS = 100
SHOP = "Tienda en línea"
MARGIN = 0.42


@dataclass(frozen=True)
class Trial:
    """What is tried: `uplift` is the share of those who would not have bought who do because of it; money in pesos."""

    plan: ExperimentPlan
    control: int
    cost: int
    uplift: float
    days_ago: int
    people: int
    channel: str
    subject: str


@dataclass(frozen=True)
class Truth:
    """What happened: decided, treated, bought because of it, the true effect among everybody decided (additional buyers by customer), and who was treated."""

    key: str
    decided: int
    treated: int
    caused: int
    effect: float
    parties: tuple[int, ...]


def run_trial(trial: Trial, *, experiment: Experiment, parties: Sequence[int], on: date, seed: int, by: User) -> Truth:
    """Treat some of `parties` and leave the others alone, `days_ago` days before `on`; purchases, messages, costs and groups as they followed."""
    rng, start = Random(seed), on - timedelta(days=trial.days_ago)
    chosen = sorted(rng.sample(list(parties), min(trial.people, len(parties))))
    arms = arms_of(experiment)
    places = arm_places(np.array(chosen, np.int64), salt=experiment.salt, shares=[one.share for one in arms])
    treated = [party for party, place in zip(chosen, places.tolist(), strict=True) if not arms[place].is_control]
    natural = _buyers(start, trial.plan.window_days)
    persuaded = [one for one in treated if one not in natural and rng.random() < trial.uplift]
    with transaction.atomic():
        _write_groups(experiment, arms, chosen, places.tolist(), start)
        _write_messages(trial, treated, start)
        _record(_purchases(trial, persuaded, rng, start), by)
        _book_costs(trial, experiment, len(treated), start, by)
        ends = start + timedelta(days=trial.plan.window_days)
        Experiment.objects.filter(pk=experiment.pk).update(started_on=start, ends_on=ends)
    quiet = sum(one not in natural for one in chosen)
    effect = trial.uplift * quiet / len(chosen) if chosen else 0.0
    return Truth(experiment.key, len(chosen), len(treated), len(persuaded), effect, tuple(treated))


def buyers_of_a_year(until: date) -> list[int]:
    """People who bought in the year before a day, each customer once."""
    bought = Purchase.objects.filter(occurred_on__lt=until, occurred_on__gte=until - timedelta(days=365), amount__gt=0)
    people = bought.filter(party__kind=Party.Kind.PERSON, party__retired_at__isnull=True)
    whose = people.annotate(customer=Coalesce("party__canonical", "party")).values_list("customer", flat=True)
    return sorted(set(whose.order_by()))


def _buyers(start: date, days: int) -> set[int]:
    bought = Purchase.objects.filter(occurred_on__gte=start, occurred_on__lt=start + timedelta(days=days), amount__gt=0)
    whose = bought.annotate(customer=Coalesce("party__canonical", "party")).values_list("customer", flat=True)
    return set(whose.order_by())


def _write_groups(
    experiment: Experiment, arms: Sequence[Arm], parties: Sequence[int], places: Sequence[int], on: date
) -> None:
    rows = Rows(Decision, np.array(parties, np.int64))
    rows.same(experiment_id=experiment.pk, on=on)
    rows.coded("arm_id", np.array(places, np.int64), [arm.pk for arm in arms])
    rows.write()


def _write_messages(trial: Trial, parties: Sequence[int], on: date) -> None:
    """One each, in the morning."""
    source, _new = Source.objects.get_or_create(key="mensajes-enviados", defaults={"name": "Mensajes enviados"})
    at = datetime.combine(on, time(14), UTC)
    rows = Rows(Interaction, np.array(parties, np.int64), column="party_id")
    rows.same(source_id=source.pk, occurred_on=on, occurred_at=at, channel=trial.channel)
    rows.same(direction=Interaction.Direction.OUT.value, kind=trial.plan.purpose, subject=trial.subject, text="")
    last = _last_interaction()
    rows.write()
    if parties:
        note_change(
            table="interactions", operation=Change.Operation.APPEND, row_from=last + 1, row_to=_last_interaction()
        )


def _last_interaction() -> int:
    return Interaction.objects.aggregate(last=Max("pk"))["last"] or 0


def _purchases(trial: Trial, parties: Sequence[int], rng: Random, start: date) -> list[SaidPurchase]:
    """One by each, within the window."""
    rows = []
    for party in parties:
        amount = round(rng.gammavariate(5.0, 18_000.0) / 100) * 100 * CENTS
        day = start + timedelta(days=rng.randrange(trial.plan.window_days))
        number = f"{trial.plan.key}-{party}"
        rows.append(SaidPurchase(number, party, day, CURRENCY, amount, margin=round(amount * MARGIN), channel="web"))
    return rows


def _record(rows: Sequence[SaidPurchase], by: User) -> None:
    for first in range(0, len(rows), MOST):
        record_purchases(source=SHOP, rows=rows[first : first + MOST], by=by)


def _book_costs(trial: Trial, experiment: Experiment, treated: int, on: date, by: User) -> None:
    """What the messages cost, and the design."""
    for category, pesos in (("message", trial.cost * treated), ("agent", 180_000)):
        booking = Booking(
            key=f"demo:{trial.plan.key}:{category}",
            on=on,
            area=trial.plan.area,
            kind="COST",
            method="OBSERVED",
            category=category,
            amount=pesos * CENTS,
            currency=CURRENCY,
            experiment=experiment,
        )
        book_money(booking=booking, by=by)
