"""One customer for the page that shows everything: who it is, where it stands and what it has bought, in few questions."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from lazo.differentiate.models import CyclePosition, Score, ScoreRun, StrategicCustomer
from lazo.differentiate.queries.strategic import entries_of
from lazo.identify.models import Party, Purchase
from lazo.identify.models.golden_record import as_it_holds
from lazo.identify.queries.parties import family_of
from lazo.kernel.access import row_rule
from lazo.kernel.models import User
from lazo.kernel.prepared import Prepared, PreparedRows
from lazo.web.periods import quarters_until

POSITIONS, RHYTHM_DAYS, QUARTERS_OF_YEAR = 20, 25, 4


@dataclass(frozen=True)
class Quarter:
    """Three months that end on `until`; `amount` in base minor units is margin where the score's value is, else what was bought."""

    until: date
    amount: int


@dataclass(frozen=True)
class Bought:
    """What the customer's purchases add up to; dates are None without any. `days` are the latest days of purchase, newest first.

    `n_year` counts those of the last four quarters.
    """

    n: int
    n_year: int
    first: date | None
    last: date | None
    quarters: tuple[Quarter, ...]
    days: tuple[date, ...]


_stands_for = Prepared(lambda customer: Party.objects.filter(pk=customer).values_list("canonical_id")[:1], int)
_party = PreparedRows(
    lambda customer: Party.objects.filter(pk=customer).select_related("owner", "team", "golden")[:1], int
)
"""Of who sees everything: their questions are all the same."""
_score = PreparedRows(lambda customer: Score.objects.filter(customer_id=customer)[:1], int)
_run = PreparedRows(lambda run: ScoreRun.objects.filter(pk=run)[:1], int)
_positions = PreparedRows(
    lambda customer: CyclePosition.objects.filter(customer_id=customer).order_by("-valid_from", "-pk")[:POSITIONS], int
)
_facts = Prepared(
    lambda family: (
        Purchase.objects.filter(party_id__in=family)
        .order_by()
        .values(one=Value(1))
        .values_list(Count("pk"), Min("occurred_on"), Max("occurred_on"))
    ),
    tuple,
)
_bought_on = Prepared(
    lambda family: (
        Purchase.objects.filter(party_id__in=family)
        .order_by("-occurred_on")
        .values_list("occurred_on")
        .distinct()[:RHYTHM_DAYS]
    ),
    tuple,
)


@dataclass(frozen=True)
class CustomerView:
    """`family` are the numbers of all records found to be `party`, itself first; `score` and `run` are None until a run counted it."""

    party: Party
    family: list[int]
    score: Score | None
    run: ScoreRun | None
    strategic: tuple[StrategicCustomer, ...]
    positions: tuple[CyclePosition, ...]
    bought: Bought

    @property
    def strategic_now(self) -> list[StrategicCustomer]:
        """The open entries of the register."""
        return [one for one in self.strategic if one.valid_to is None]

    @property
    def strategic_before(self) -> list[StrategicCustomer]:
        return [one for one in self.strategic if one.valid_to is not None]


def canonical_id(*, user: User, customer: int) -> int | None:
    """The party that `customer` was found to be, itself if none; None when the user may not see it or it is not there."""
    rule = row_rule(user)
    if rule.everything:
        born = _stands_for.first(customer)
        return None if born is None else born[0] or customer
    found = Coalesce(Subquery(Party.objects.filter(pk=customer).values("canonical")), customer)
    return Party.objects.filter(rule.as_q(customer="id"), pk=found).values_list("pk", flat=True).first()


def customer_view(*, user: User, customer: int) -> CustomerView | None:
    """The customer with the rows of all records found to be it; None when the user may not see it."""
    rule = row_rule(user)
    seen = Party.objects.filter(rule.as_q(customer="id"), pk=customer).select_related("owner", "team", "golden")
    party = _party.first(customer) if rule.everything else seen.first()
    if party is None:
        return None
    party = as_it_holds(party)
    family = family_of(party)
    score = _score.first(party.pk)
    return CustomerView(
        party=party,
        family=family,
        score=score,
        run=_run.first(score.run_id) if score else None,
        strategic=tuple(entries_of(user=user, family=family)),
        positions=tuple(_positions(party.pk)),
        bought=bought_by(family=family, until=score.on_date if score else None, margin=is_margin(score)),
    )


def is_margin(score: Score | None) -> bool:
    """Whether the money of this customer is margin; without a score it is what was bought."""
    return bool(score and score.value_is_margin)


def bought_by(*, family: list[int], until: date | None, margin: bool) -> Bought:
    """Purchases of the records `family`, by quarters that end on `until` (None: on the last day of purchase)."""
    n, first, last = _facts.first(family) or (0, None, None)
    if first is None or last is None:
        return Bought(0, 0, None, None, (), ())
    quarters, n_year = _quarters(family, until or last, first, "base_margin" if margin else "base_amount")
    return Bought(n, n_year, first, last, quarters, tuple(day for (day,) in _bought_on(family)))


def _quarters(family: list[int], until: date, first: date, column: str) -> tuple[tuple[Quarter, ...], int]:
    """The oldest first, none before the first purchase; and how many purchases the last four have."""
    whole = quarters_until(until)
    periods = [(after, end) for after, end in whole if end >= first]
    sums: dict[str, Sum | Count] = {
        f"q{n}": Sum(column, filter=Q(occurred_on__gt=after, occurred_on__lte=end), default=0)
        for n, (after, end) in enumerate(periods)
    }
    sums["n_year"] = Count("pk", filter=Q(occurred_on__gt=whole[-QUARTERS_OF_YEAR][0], occurred_on__lte=until))
    found = Purchase.objects.filter(party_id__in=family).aggregate(**sums)
    return tuple(Quarter(end, found[f"q{n}"]) for n, (_, end) in enumerate(periods)), found["n_year"]


def visible_parties(*, user: User, parties: set[int]) -> dict[int, Party]:
    """Those of `parties` that the user may see, by number, with the values that hold."""
    seen = Party.objects.filter(row_rule(user).as_q(customer="id"), pk__in=parties).select_related("golden")
    return {party.pk: as_it_holds(party) for party in seen} if parties else {}
