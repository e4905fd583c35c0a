"""Two records side by side: each field the same, near, different or missing."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher

from django.db.models import Count, Max, Min, Sum

from lazo.identify.folding import fold
from lazo.identify.models import ContactPoint, Interaction, Party, PartyIdentifier, Purchase, PurchaseLine, SourceRecord
from lazo.identify.queries.pair_verdict import DIFFERS, LIKE, MISSING, SAME, Levels, has_changed, verdict_of

NEAR = 0.8
"""Letters in common from which on two texts are near."""
MOST = 20
WORDS = re.compile(r"\w+|\W+")
TEXTS = {
    Party.Kind.PERSON: ("name", "birth_date", "city", "address", "country"),
    Party.Kind.ORGANIZATION: ("name", "legal_name", "trade_name", "city", "address", "country"),
    Party.Kind.HOUSEHOLD: ("name", "city", "address", "country"),
}


@dataclass(frozen=True)
class RecordSide:
    """A record and what stands behind it. `customer` is whom it stands for today; money in base minor units; days are null without any."""

    id: int
    customer: int
    name: str
    kind: str
    sources: tuple[tuple[str, str], ...]
    known_since: date | None
    purchases: int
    amount: int
    first_purchase: date | None
    last_purchase: date | None
    interactions: int


@dataclass(frozen=True)
class FieldPair:
    """One line: the values of both (several of a way of contact) and how they compare: same, near, differs, missing, untold.

    `marked` has, of a near text, the parts of each side and whether they differ; empty otherwise. Documents are whole: a page masks them.
    """

    field: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    verdict: str
    marked: tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]] = ((), ())


@dataclass(frozen=True)
class Sides:
    """Both records and their fields. `has_changed`: something that linkage compared is no longer what it was."""

    left: RecordSide
    right: RecordSide
    fields: tuple[FieldPair, ...]
    has_changed: bool


def sides_of(left: Party, right: Party, customers: Mapping[int, int], levels: Levels) -> Sides:
    """Both records field by field, compared as `levels` of linkage say, in six queries."""
    records = [left.pk, right.pk]
    names = TEXTS[Party.Kind(left.kind)]
    texts = [_text(name, _shown(left, name), _shown(right, name), levels) for name in names]
    lists = _lists(records)
    changed = any(has_changed(one.field, one.verdict, levels) for one in lists)
    told = [replace(one, verdict=verdict_of(one.field, one.verdict, levels)) for one in lists]
    fields = [texts[0], *told, *texts[1:], _product(records)]
    one, other = record_sides([left, right], customers)
    return Sides(one, other, tuple(field for field in fields if field.left or field.right), changed)


def different_parts(one: str, other: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Both texts in parts of whole words and numbers, and whether the other has something else there."""
    ours, theirs = WORDS.findall(one), WORDS.findall(other)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    matched = SequenceMatcher(None, [fold(word) for word in ours], [fold(word) for word in theirs], autojunk=False)
    for tag, a, b, c, d in matched.get_opcodes():
        for parts, words in ((left, ours[a:b]), (right, theirs[c:d])):
            if words:
                parts.append(("".join(words), tag != "equal"))
    return tuple(left), tuple(right)


def _shown(party: Party, name: str) -> str:
    value = getattr(party, name)
    return value.isoformat() if isinstance(value, date) else value or ""


def _text(field: str, one: str, other: str, levels: Levels) -> FieldPair:
    verdict = verdict_of(field, _seen(one, other), levels)
    marked = different_parts(one, other) if verdict == LIKE else ((), ())
    return FieldPair(field, (one,) if one else (), (other,) if other else (), verdict, marked)


def _seen(one: str, other: str) -> str:
    """How two texts compare by themselves."""
    if not one or not other:
        return MISSING
    if fold(one) == fold(other):
        return SAME
    near = SequenceMatcher(None, fold(one), fold(other)).ratio() >= NEAR or _holds(fold(one), fold(other))
    return LIKE if near else DIFFERS


def _holds(one: str, other: str) -> bool:
    """Whether the words of one are among those of the other, or their first letters: «J. Echeverri», «Julián Echeverri»."""
    short, long = sorted((one.replace(".", "").split(), other.replace(".", "").split()), key=len)
    return len(short) > 1 and all(
        any(word.startswith(part) or part.startswith(word) for word in long) for part in short
    )


def _lists(records: Sequence[int]) -> list[FieldPair]:
    """Ways of contact and documents: equal by their keys, however they are written; without those that are known to be another's, as in linkage."""
    found: dict[str, dict[int, dict[str, str]]] = {
        name: {r: {} for r in records} for name in ("phones", "emails", "documents")
    }
    kinds = {ContactPoint.Kind.PHONE: "phones", ContactPoint.Kind.EMAIL: "emails"}
    for party, kind, key, value in (
        ContactPoint.objects.filter(party_id__in=records)
        .identifying()
        .exclude(key="")
        .order_by("pk")
        .values_list("party_id", "kind", "key", "value")
    ):
        if kind in kinds:
            found[kinds[ContactPoint.Kind(kind)]][party].setdefault(key, value)
    for party, key, value in (
        PartyIdentifier.objects.filter(party_id__in=records).order_by("pk").values_list("party_id", "key", "value")
    ):
        found["documents"][party].setdefault(key, value)
    left, right = records
    return [_list(name, found[name][left], found[name][right]) for name in found]


def _list(field: str, one: Mapping[str, str], other: Mapping[str, str]) -> FieldPair:
    left, right = tuple(one.values())[:MOST], tuple(other.values())[:MOST]
    if not one or not other:
        return FieldPair(field, left, right, MISSING)
    if one.keys() & other.keys():
        return FieldPair(field, left, right, SAME)
    pairs = [(a, b) for a in one for b in other]
    near = any(SequenceMatcher(None, a, b).ratio() >= 0.9 for a, b in pairs)
    return FieldPair(field, left, right, LIKE if near else DIFFERS)


def _product(records: Sequence[int]) -> FieldPair:
    """What each bought most often."""
    rows = (
        PurchaseLine.objects.filter(purchase__party_id__in=records, product__isnull=False)
        .order_by()
        .values_list("purchase__party_id", "product__name")
        .annotate(n=Count("pk"))
    )
    best: dict[int, tuple[int, str]] = {}
    for party, name, n in rows:
        if party is not None and name and (party not in best or (-n, name) < best[party]):
            best[party] = (-n, name)
    left, right = (best[record][1] if record in best else "" for record in records)
    return _text("product", left, right, {})


@dataclass(frozen=True)
class _Bought:
    n: int = 0
    amount: int = 0
    first: date | None = None
    last: date | None = None


def _bought(records: Sequence[int]) -> dict[int, _Bought]:
    rows = Purchase.objects.filter(party_id__in=records).order_by().values_list("party_id")
    told = rows.annotate(n=Count("pk"), amount=Sum("base_amount"), first=Min("occurred_on"), last=Max("occurred_on"))
    return {party: _Bought(*rest) for party, *rest in told if party is not None}


def _spoken(records: Sequence[int]) -> dict[int, int]:
    rows = Interaction.objects.filter(party_id__in=records).order_by().values_list("party_id")
    return dict(rows.annotate(n=Count("pk")))


def _sources(records: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    sources: dict[int, list[tuple[str, str]]] = defaultdict(list)
    named = SourceRecord.objects.filter(party_id__in=records).order_by("source__name", "pk")
    for party, name, external in named.values_list("party_id", "source__name", "external_id"):
        sources[party].append((name, external))
    return {party: tuple(found[:MOST]) for party, found in sources.items()}


def record_sides(parties: Sequence[Party], customers: Mapping[int, int]) -> list[RecordSide]:
    """What stands behind each record, in their order; three queries."""
    records = [party.pk for party in parties]
    bought, spoken, sources = _bought(records), _spoken(records), _sources(records)
    return [
        RecordSide(
            id=party.pk,
            customer=customers.get(party.pk, party.pk),
            name=party.name,
            kind=party.kind,
            sources=sources.get(party.pk, ()),
            known_since=party.first_contact_on or party.created_at.date(),
            purchases=bought.get(party.pk, _Bought()).n,
            amount=bought.get(party.pk, _Bought()).amount,
            first_purchase=bought.get(party.pk, _Bought()).first,
            last_purchase=bought.get(party.pk, _Bought()).last,
            interactions=spoken.get(party.pk, 0),
        )
        for party in parties
    ]
