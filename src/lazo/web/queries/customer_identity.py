"""By which documents, ways of contact and records of sources a customer is known."""

from dataclasses import dataclass

from django.db.models import Count, Min

from lazo.identify.models import ContactPoint, PartyIdentifier, SourceRecord
from lazo.identify.queries.contact_point import ContactLine, contact_book, first_of
from lazo.kernel.prepared import Prepared, PreparedRows
from lazo.web.queries.customer import CustomerView

MOST = 30


@dataclass(frozen=True)
class FromSource:
    """What one source has of the customer: how many records, and the identifier of the first."""

    name: str
    records: int
    external_id: str


@dataclass(frozen=True)
class Identity:
    """What is known by which the customer is recognised."""

    identifiers: tuple[PartyIdentifier, ...]
    book: tuple[ContactLine, ...]
    sources: tuple[FromSource, ...]

    @property
    def records(self) -> int:
        """How many records of sources are this one customer, whether an import or a person found it."""
        return sum(source.records for source in self.sources)

    def best(self, kind: str) -> ContactPoint | None:
        """The way of contact of that kind to use; None without a living one."""
        return first_of(self.book, kind)


_documents = PreparedRows(
    lambda family: PartyIdentifier.objects.filter(party_id__in=family).order_by("-is_valid", "pk")[:MOST], tuple
)


def identity_of(view: CustomerView) -> Identity:
    """The identity of a customer whom the reader may see; of everything at most thirty, or sixty ways of contact; equal ones of several records once."""
    documents = _documents(view.family)
    return Identity(
        identifiers=tuple({one.key: one for one in reversed(documents)}.values())[::-1],
        book=contact_book(view.family),
        sources=_sources(view.family),
    )


_records = Prepared(
    lambda family: (
        SourceRecord.objects.filter(party_id__in=family)
        .values("source__name", "source_id")
        .annotate(n=Count("pk"), first=Min("external_id"))
        .order_by("source__name", "source_id")
        .values_list("source__name", "n", "first")[:MOST]
    ),
    tuple,
)


def _sources(family: list[int]) -> tuple[FromSource, ...]:
    return tuple(FromSource(name, n, first) for name, n, first in _records(family))
