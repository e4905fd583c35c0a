"""What customers of an experiment did, told by whoever saw it: a card opened, a renewal. The same row told again counts once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from lazo.customize.models import Decision, Experiment, Outcome
from lazo.customize.models.experiment import BOUGHT, MONEY
from lazo.identify.models import Party
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User

MOST = 1_000
TABLE = "customize_experiment"


class UnableToTellOutcomes(ValueError):
    """`code` is not_allowed, too_many, not_launched, from_purchases (money and purchases are read from what was bought), missing (the key)
    or future; `field` points at the row.
    """

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.field = field


@dataclass(frozen=True)
class ToldOutcome:
    """`party` is the customer as the caller sees them; `key` names the row in its source; `name` blank: what the experiment measures."""

    party: int
    on: date
    key: str
    name: str = ""
    amount: int = 1


@dataclass(frozen=True)
class OutcomesTold:
    """How many were new, how many had been told before, and how many are of customers in no group of the experiment: those are not kept."""

    kept: int
    known: int
    outside: int


@transaction.atomic
def tell_outcomes(*, experiment: Experiment, outcomes: Sequence[ToldOutcome], by: User, today: date) -> OutcomesTold:
    """Keep what was not told before, of both kinds of groups alike. Writes `experiment.outcomes_told`. Raises UnableToTellOutcomes."""
    if not may(by, "may_campaign"):
        raise UnableToTellOutcomes("not_allowed")
    if len(outcomes) > MOST:
        raise UnableToTellOutcomes("too_many", "outcomes")
    if experiment.started_on is None:
        raise UnableToTellOutcomes("not_launched")
    rows = [_row(experiment, place, told, today) for place, told in enumerate(outcomes)]
    grouped = _grouped(experiment, {row.party for row in rows})
    inside = {(row.name, row.key): row for row in rows if row.party in grouped}
    names = {row.name for row in inside.values()}
    told = Outcome.objects.filter(experiment=experiment, name__in=names, key__in={row.key for row in inside.values()})
    known = set(told.values_list("name", "key"))
    new = [row for place, row in inside.items() if place not in known]
    Outcome.objects.bulk_create(new, ignore_conflicts=True)
    outside = sum(row.party not in grouped for row in rows)
    if new:
        counts = Counter(row.name for row in new)
        data = {"key": experiment.key, "kept": dict(sorted(counts.items())), "outside": outside}
        record_event(kind="experiment.outcomes_told", by=by, table=TABLE, row=experiment.pk, data=data)
    return OutcomesTold(len(new), len(rows) - outside - len(new), outside)


def _row(experiment: Experiment, place: int, told: ToldOutcome, today: date) -> Outcome:
    name = told.name or experiment.metric
    field = f"outcomes/{place}"
    if name in {BOUGHT, MONEY}:
        raise UnableToTellOutcomes("from_purchases", f"{field}/name")
    if not told.key.strip():
        raise UnableToTellOutcomes("missing", f"{field}/key")
    if told.on > today:
        raise UnableToTellOutcomes("future", f"{field}/on")
    return Outcome(
        experiment=experiment, party=told.party, name=name, amount=told.amount, on=told.on, key=told.key.strip()
    )


def _grouped(experiment: Experiment, parties: set[int]) -> set[int]:
    """Of `parties` those who are in a group, themselves or by a record that stands for them. Two queries."""
    family = dict(Party.objects.filter(Q(pk__in=parties) | Q(canonical__in=parties)).values_list("pk", "canonical_id"))
    decided = Decision.objects.filter(experiment=experiment, party__in=list(family)).values_list("party", flat=True)
    found: set[int] = set()
    for party in decided:
        found |= {party, family[party] or party}
    return found & parties
