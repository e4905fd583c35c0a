"""Writing what a run proposes, some at a time: pairs, and merges that a person may have forestalled meanwhile."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Q, Sum

from lazo.identify.merge_handlers import Regrouping, handlers
from lazo.identify.models import Apart, MatchPair, Merge, Party, PartyIdentifier, Purchase, ResolutionRun
from lazo.identify.operations.merge import told_of
from lazo.identify.operations.regroup import refresh_pairs, tell
from lazo.identify.queries.families import customers_of, families_of
from lazo.identify.queries.survivor import standing_of
from lazo.identify.queries.why import why_of
from lazo.kernel.models import Event

YEAR = timedelta(days=365)
NUMBERS = [
    "kind",
    "probability",
    "weight",
    "contributions",
    "pattern",
    "stake",
    "priority",
    "held_back",
    "is_standing",
    "last_run",
]


def last_day() -> date | None:
    """The day of the last purchase, to which a year is counted back; null without any."""
    last: date | None = Purchase.objects.aggregate(last=Max("occurred_on"))["last"]
    return last


def write_pairs(run: ResolutionRun, rows: Sequence[Mapping[str, Any]], *, until: date | None) -> int:
    """Write proposals, new ones and those made before; what people decided of them stays. How many there are."""
    records = {number for row in rows for number in (row["left"], row["right"])}
    there = set(Party.objects.filter(pk__in=records, retired_at__isnull=True).values_list("pk", flat=True))
    stakes = _stakes(there, until)
    pairs = [_pair(run, row, stakes) for row in rows if row["left"] in there and row["right"] in there]
    MatchPair.objects.bulk_create(
        pairs, update_conflicts=True, unique_fields=["left", "right"], update_fields=NUMBERS, batch_size=1000
    )
    refresh_pairs(there)
    return len(pairs)


def _pair(run: ResolutionRun, row: Mapping[str, Any], stakes: Mapping[int, int]) -> MatchPair:
    stake = stakes.get(row["left"], 0) + stakes.get(row["right"], 0)
    doubt = 1 - abs(2 * row["probability"] - 1)
    return MatchPair(
        left_id=row["left"],
        right_id=row["right"],
        kind=row["kind"],
        probability=row["probability"],
        weight=row["weight"],
        contributions=json.loads(row["contributions"]),
        pattern=row["pattern"],
        stake=stake,
        priority=(max(stake, 0) + 1) * max(doubt, 0.01),
        held_back=row["held_back"],
        first_run=run,
        last_run=run,
    )


def _stakes(records: set[int], until: date | None) -> dict[int, int]:
    """What each bought in the year that ends on the last purchase, in base minor units."""
    if until is None:
        return {}
    rows = (
        Purchase.objects.filter(party_id__in=records, occurred_on__gt=until - YEAR).order_by().values_list("party_id")
    )
    return {party: total for party, total in rows.annotate(total=Sum("base_amount")) if party is not None}


def forget_pairs(run: ResolutionRun, *, looked_at: Sequence[int] | None) -> int:
    """Pairs of the records looked at (None: of all) that the run does not propose any more no longer wait. How many there are."""
    gone = MatchPair.objects.filter(is_standing=True).exclude(last_run=run)
    if looked_at is None:
        numbers = list(gone.values_list("pk", flat=True))
    else:
        numbers = []
        for start in range(0, len(looked_at), 5_000):
            some = looked_at[start : start + 5_000]
            numbers += list(gone.filter(Q(left__in=some) | Q(right__in=some)).values_list("pk", flat=True))
    for start in range(0, len(numbers), 5_000):
        rows = MatchPair.objects.filter(pk__in=numbers[start : start + 5_000])
        rows.filter(state=MatchPair.State.OPEN).update(state=MatchPair.State.GONE)
        rows.update(is_standing=False)
    return len(set(numbers))


class MergeWriter:
    """Draws edges one after another, each only where nothing speaks against it by now; what is many is written at once."""

    def __init__(
        self, run: ResolutionRun, edges: Sequence[tuple[int, int]], *, sampled: frozenset[tuple[int, int]]
    ) -> None:
        self._run = run
        self.changes: list[int] = []
        """The numbers of the changes that the merges brought, once they are written."""
        self._sampled = sampled
        self._edges = edges
        records = {number for edge in edges for number in edge}
        self._root = customers_of(records)
        self._family = families_of(set(self._root.values()))
        for root, family in self._family.items():
            self._root |= dict.fromkeys(family, root)
        every = [record for family in self._family.values() for record in family]
        self._rows = Party.objects.in_bulk(every)
        self._standing = standing_of(self._family)
        self._documents = _documents(self._root, every)
        self._apart = _apart(self._root, every)
        pairs = MatchPair.objects.filter(left__in=records, right__in=records)
        self._pairs = {(pair.left_id, pair.right_id): pair for pair in pairs}

    def write(self) -> int:
        """How many were drawn."""
        merges: list[Merge] = []
        joins: list[tuple[int, int, tuple[int, ...], tuple[int, ...]]] = []
        for left, right in self._edges:
            made = self._drawn(left, right)
            if made is not None:
                merge, family, others = made
                merges.append(merge)
                joins.append((merge.customer_id, merge.party_id, family, others))
        if not merges:
            return 0
        Merge.objects.bulk_create(merges, batch_size=500)
        self._point()
        regroupings = [Regrouping(merge.pk, *joined) for merge, joined in zip(merges, joins, strict=True)]
        for handler in handlers():
            handler.joined(regroupings)
        Event.objects.bulk_create(
            (
                Event(kind="party.merged", table="identify_party", row=merge.customer_id, data=told_of(merge))
                for merge in merges
            ),
            batch_size=500,
        )
        touched = {record for _customer, _party, family, others in joins for record in (*family, *others)}
        self.changes = tell(touched)
        refresh_pairs(touched)
        return len(merges)

    def _drawn(self, left: int, right: int) -> tuple[Merge, tuple[int, ...], tuple[int, ...]] | None:
        if left not in self._root or right not in self._root:
            return None
        one, other = self._root[left], self._root[right]
        if one == other or self._is_refused(one, other):
            return None
        customer, party = sorted((one, other), key=lambda root: self._standing[root])
        family, others = tuple(self._family[customer]), tuple(self._family.pop(party))
        self._family[customer] = [*family, *others]
        self._root |= dict.fromkeys(others, customer)
        self._join_facts(customer, party)
        pair = self._pairs.get((left, right))
        merge = Merge(
            left_id=left,
            right_id=right,
            party_id=party,
            customer_id=customer,
            pair=pair,
            run=self._run,
            probability=pair.probability if pair else None,
            weight=pair.weight if pair else None,
            why=why_of(pair.contributions) if pair else {},
            in_sample=(left, right) in self._sampled and pair is not None,
        )
        return merge, family, others

    def _is_refused(self, one: int, other: int) -> bool:
        ours, theirs = self._rows.get(one), self._rows.get(other)
        if ours is None or theirs is None or ours.retired_at or theirs.retired_at or ours.kind != theirs.kind:
            return True
        if not self._apart[one].isdisjoint(self._family[other]):
            return True
        mine, yours = self._documents[one], self._documents[other]
        return any(not mine[scheme] & yours[scheme] for scheme in mine.keys() & yours.keys())

    def _join_facts(self, customer: int, party: int) -> None:
        ours, theirs = self._standing[customer], self._standing[party]
        self._standing[customer] = type(ours)(
            min(ours.first_purchase, theirs.first_purchase),
            min(ours.known_since, theirs.known_since),
            ours.fewer_purchases + theirs.fewer_purchases,
            customer,
        )
        self._apart[customer] |= self._apart[party]
        for scheme, keys in self._documents[party].items():
            self._documents[customer][scheme] |= keys

    def _point(self) -> None:
        """The pointers of all records whose customer is another now."""
        rows = [
            (root, record)
            for root, family in self._family.items()
            for record in family
            if record != root and record in self._rows and self._rows[record].canonical_id != root
        ]
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE identify_party SET canonical_id = %s WHERE id = %s", rows)


def _documents(root: Mapping[int, int], records: Sequence[int]) -> dict[int, dict[str, set[str]]]:
    """By customer and scheme, the keys of the valid documents of its records."""
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    rows = PartyIdentifier.objects.filter(party_id__in=records, is_valid=True).exclude(scheme="")
    for party, scheme, key in rows.values_list("party_id", "scheme", "key"):
        found[root[party]][scheme].add(key)
    return found


def _apart(root: Mapping[int, int], records: Sequence[int]) -> dict[int, set[int]]:
    """By customer, the records that a person set apart from one of its own."""
    found: dict[int, set[int]] = defaultdict(set)
    if Apart.objects.standing().exists():
        rows = Apart.objects.standing().filter(Q(left__in=records) | Q(right__in=records))
        for left, right in rows.values_list("left_id", "right_id"):
            for one, other in ((left, right), (right, left)):
                if one in root:
                    found[root[one]].add(other)
    return found
