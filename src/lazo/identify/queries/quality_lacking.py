"""Which customers a figure of quality leaves out: a condition for any table whose key is the customer's number."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from lazo.identify.models import MatchPair
from lazo.identify.queries.quality_attributes import ATTRIBUTES, RECORD, Attribute, Dimension, Rows
from lazo.identify.queries.quality_counts import said_more_than_once, shared_rows


def lacking(*, attribute: str, dimension: str, on: date) -> Q | None:
    """Customers that count in `total` and not in `hits`; null for what is no figure of customers.

    The kinds the attribute is asked of are part of it: `kind` must be a column of the table.
    """
    if attribute == RECORD:
        return _in_open_pair() if dimension == Dimension.UNIQUENESS else None
    measured = ATTRIBUTES.get(attribute)
    found = None if measured is None else _lacking(measured, dimension, on)
    return None if found is None or measured is None else found & Q(kind__in=sorted(measured.kinds))


def has_row(rows: Rows, *, party: str = "party__") -> Q:
    """The customer has one of `rows`, by its own record or by one that was found to be it."""
    own = f"{party.removesuffix('__')}_id" if party else "pk"
    return Q(Exists(rows.filter(**{own: OuterRef("pk")}))) | Q(
        Exists(rows.filter(**{f"{party}canonical_id": OuterRef("pk")}))
    )


def _lacking(attribute: Attribute, dimension: str, on: date) -> Q | None:
    held = attribute.held(on)
    if dimension == Dimension.COMPLETENESS:
        return ~has_row(held, party=attribute.party)
    if dimension in attribute.tests:
        base, good = attribute.tests[Dimension(dimension)](on)
        asked = held.filter(base)
        return has_row(asked, party=attribute.party) & ~has_row(asked.filter(good), party=attribute.party)
    if dimension == Dimension.UNIQUENESS and attribute.held_once:
        return has_row(shared_rows(attribute, on), party=attribute.party)
    if dimension == Dimension.CONSISTENCY and attribute.agreeing:
        return Q(pk__in=said_more_than_once(attribute, on).filter(said__gt=1).values("customer"))
    return None


def _in_open_pair() -> Q:
    pairs = MatchPair.objects.open().filter(kind=MatchPair.Kind.SAME)
    return has_row(pairs, party="left__") | has_row(pairs, party="right__")
