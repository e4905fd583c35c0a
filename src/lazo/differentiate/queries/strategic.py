"""The register of strategically significant customers, page by page, under the reader's row access."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from lazo.differentiate.models import CustomerCard, StrategicCustomer, StrategicEvidence
from lazo.identify.models import Party
from lazo.identify.models.golden_record import as_it_holds
from lazo.kernel.models import User

PAGE = 50
OF_CUSTOMER = ("customer__golden", "customer__canonical__golden", "customer__owner", "customer__canonical__owner")
Kind = StrategicCustomer.Kind
DECLARABLE = (Kind.BENCHMARK, Kind.INSPIRATION, Kind.DOOR_OPENER, Kind.REFEREE)
"""What a person may declare; the other kinds follow from the data alone, and referees from either."""
OVERDUE, UNPLANNED = "vencidas", "sin-plan"
STATES = (OVERDUE, UNPLANNED)


@dataclass(frozen=True)
class RegisterQuestion:
    """What is asked of the register; blank and null ask nothing. `owner` 0: nobody looks after it; `state` is overdue or without a plan."""

    kind: str = ""
    owner: int | None = None
    state: str = ""


@dataclass(frozen=True)
class RegisterLine:
    """One open entry. Money is base minor units, null before a score; `owner` is the entry's, else the customer's, null for nobody."""

    id: int
    kind: str
    customer: int
    name: str
    party_kind: str
    since: date
    evidence: dict[str, Any]
    told: int
    last_told: str
    owner: int | None
    owner_name: str
    is_own_owner: bool
    plan: str
    review_on: date
    is_computed: bool
    version: int
    area: str = ""
    place: float | None = None
    value_365d: int | None = None

    def is_overdue(self, on: date) -> bool:
        return self.review_on < on


@dataclass(frozen=True)
class RegisterPage:
    """`next` is the number of the page's last entry with its day of review, null at the end."""

    lines: tuple[RegisterLine, ...]
    next: tuple[date, int] | None


@dataclass(frozen=True)
class RegisterCounts:
    """Open entries by kind, and how many of the kind asked are overdue or without a plan."""

    kinds: dict[str, int]
    overdue: int
    unplanned: int

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def register_page(
    *, user: User, question: RegisterQuestion, on: date, after: tuple[date, int] | None = None, size: int = PAGE
) -> RegisterPage:
    """The open entries `user` may see, the earliest review first. The same few queries whatever their number."""
    rows = register_rows(user=user, question=question, on=on)
    if after is not None:
        rows = rows.filter(Q(review_on__gt=after[0]) | Q(review_on=after[0], pk__gt=after[1]))
    found = list(rows.select_related(*OF_CUSTOMER, "owner")[: size + 1])
    kept = found[:size]
    following = (kept[-1].review_on, kept[-1].pk) if len(found) > size else None
    return RegisterPage(tuple(_lines(kept)), following)


def register_lines(*, user: User, question: RegisterQuestion, on: date) -> Iterator[RegisterLine]:
    """All of them, page by page as they are asked for."""
    after = None
    while True:
        page = register_page(user=user, question=question, on=on, after=after, size=1_000)
        yield from page.lines
        after = page.next
        if after is None:
            return


def register_counts(*, user: User, question: RegisterQuestion, on: date) -> RegisterCounts:
    """How many entries of each kind there are for who owns them, and how many of the kind asked are overdue or without a plan."""
    owned = register_rows(user=user, question=RegisterQuestion(owner=question.owner), on=on).order_by()
    kinds = dict(owned.values_list("kind").annotate(n=Count("pk")))
    of_kind = owned.filter(kind=question.kind) if question.kind else owned
    told = of_kind.aggregate(overdue=Count("pk", filter=Q(review_on__lt=on)), unplanned=Count("pk", filter=Q(plan="")))
    return RegisterCounts({kind: kinds.get(kind, 0) for kind in Kind.values}, told["overdue"], told["unplanned"])


def declared_counts(*, user: User) -> dict[str, int]:
    """How many customers are on the register by each kind that score runs do not compute from the customer's own purchases; one query."""
    rows = StrategicCustomer.objects.visible_to(user).open()
    rows = rows.filter(kind__in=DECLARABLE, customer__retired_at__isnull=True)
    found = dict(rows.order_by().values_list("kind").annotate(n=Count("customer", distinct=True)))
    return {kind: found.get(kind, 0) for kind in DECLARABLE}


def registered() -> "QuerySet[StrategicCustomer, int]":
    """The customers on the register by a kind that score runs do not compute from their own purchases, as a subquery of ids."""
    rows = StrategicCustomer.objects.open().filter(kind__in=DECLARABLE).order_by()
    return rows.values_list(Coalesce("customer__canonical_id", "customer_id"), flat=True)


def register_rows(*, user: User, question: RegisterQuestion, on: date) -> "QuerySet[StrategicCustomer]":
    """Every open entry that fits, the earliest review first."""
    rows = StrategicCustomer.objects.visible_to(user).open().filter(customer__retired_at__isnull=True)
    if question.kind:
        rows = rows.filter(kind=question.kind)
    if question.owner is not None:
        rows = rows.filter(_owned(question.owner))
    if question.state == OVERDUE:
        rows = rows.overdue(on=on)
    elif question.state == UNPLANNED:
        rows = rows.filter(plan="")
    return rows.order_by("review_on", "pk")


def _owned(owner: int) -> Q:
    """By the entry's own owner, else by the customer's; 0: by nobody."""
    wanted = owner or None
    stands = Q(customer__canonical__isnull=True, customer__owner=wanted) | Q(
        customer__canonical__isnull=False, customer__canonical__owner=wanted
    )
    inherited = Q(owner__isnull=True) & stands
    return inherited if wanted is None else Q(owner=wanted) | inherited


def entry_for(*, user: User, entry: int) -> StrategicCustomer | None:
    """The entry of that number, open or ended; None when the user may not see its customer or it is not there."""
    rows = StrategicCustomer.objects.visible_to(user).select_related(*OF_CUSTOMER, "owner", "declared_by", "ended_by")
    return rows.filter(pk=entry).first()


@dataclass(frozen=True)
class EvidenceLine:
    """`other_id` is the customer who shows it, null where there is none or the reader may not see them."""

    text: str
    said_on: date
    by: str
    other_id: int | None
    other_name: str


def evidence_of(*, entry: StrategicCustomer, user: User) -> list[EvidenceLine]:
    """What people said, the newest first; two queries."""
    rows = list(StrategicEvidence.objects.filter(entry=entry).select_related("by").order_by("-said_on", "-pk"))
    others = Party.objects.in_bulk({row.other_id for row in rows if row.other_id})
    numbers = {pk: party.canonical_id or pk for pk, party in others.items()}
    seen = Party.objects.visible_to(user).select_related("golden").in_bulk(set(numbers.values()))
    found = []
    for row in rows:
        party = seen.get(numbers.get(row.other_id or 0, 0))
        name = as_it_holds(party).name if party else ""
        told = (party.pk if party else None, name)
        found.append(EvidenceLine(row.text, row.said_on, row.by.name if row.by else "", *told))
    return found


def entries_of(*, user: User, family: list[int]) -> list[StrategicCustomer]:
    """Every entry of a customer's records, the open ones first, then the newest."""
    rows = StrategicCustomer.objects.visible_to(user).filter(customer_id__in=family).select_related("owner")
    return sorted(rows.order_by("-valid_from", "-pk"), key=lambda one: one.valid_to is not None)


def stands_for(entry: StrategicCustomer) -> Party:
    """Whom the entry is about today, with the values that hold."""
    return as_it_holds(entry.customer.canonical or entry.customer)


def line_of(entry: StrategicCustomer) -> RegisterLine:
    return _lines([entry])[0]


def _lines(rows: list[StrategicCustomer]) -> list[RegisterLine]:
    people = {row.pk: stands_for(row) for row in rows}
    cards = CustomerCard.objects.in_bulk([party.pk for party in people.values()])
    told = _told([row.pk for row in rows])
    return [_line(row, people[row.pk], cards.get(people[row.pk].pk), told.get(row.pk, [])) for row in rows]


def _told(entries: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = StrategicEvidence.objects.filter(entry__in=entries).order_by("said_on", "pk")
    for entry, text in rows.values_list("entry_id", "text"):
        found.setdefault(entry, []).append(text)
    return found


def _line(row: StrategicCustomer, party: Party, card: CustomerCard | None, told: list[str]) -> RegisterLine:
    owner = row.owner or party.owner
    return RegisterLine(
        id=row.pk,
        kind=row.kind,
        customer=party.pk,
        name=party.name,
        party_kind=party.kind,
        since=row.valid_from,
        evidence=row.evidence,
        told=len(told),
        last_told=told[-1] if told else "",
        owner=owner.pk if owner else None,
        owner_name=owner.name if owner else "",
        is_own_owner=row.owner_id is not None,
        plan=row.plan,
        review_on=row.review_on,
        is_computed=row.is_computed,
        version=row.version,
        area=card.area if card else "",
        place=card.place if card else None,
        value_365d=card.value_365d if card else None,
    )
