"""What is measured of the data: attribute by attribute, which rows hold a value and which of these pass.

Rows are asked for many customers at once; a row belongs to a record, and a customer's rows are those of all records that stand for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from lazo.identify.models import ConsentEntry, ContactPoint, Party, PartyIdentifier, QualityMeasure
from lazo.identify.queries.quality_places import city_agreement, phone_agreement

Dimension = QualityMeasure.Dimension
PEOPLE, COMPANIES = frozenset({Party.Kind.PERSON}), frozenset({Party.Kind.ORGANIZATION})
BOTH = PEOPLE | COMPANIES
YEAR = 365
OLDEST = 115
Rows = QuerySet[Any, Any]
Test = Callable[[date], tuple[Q, Q]]
"""On a day: of which rows it is asked, and which of these pass. A customer passes with one row that does."""


@dataclass(frozen=True)
class Attribute:
    """`party` leads from a row to its record (blank: the row is the record). `tests` are validity, timeliness and consistency by row.

    `held_once` is the column that should be one customer's alone; `agreeing` the column in which all records of a customer should say the same,
    within `apart_by` where a customer may have one of each.
    """

    key: str
    kinds: frozenset[str]
    rows: Callable[[date], Rows]
    party: str = ""
    tests: Mapping[str, Test] = field(default_factory=dict)
    held_once: str = ""
    agreeing: str = ""
    apart_by: str = ""

    @property
    def record(self) -> str:
        """The lookup of the record's number."""
        return f"{self.party}id" if not self.party else f"{self.party.removesuffix('__')}_id"

    @property
    def customer(self) -> Coalesce:
        """The number of the customer that a row counts for."""
        return Coalesce(f"{self.party}canonical_id", self.record)

    def held(self, on: date) -> Rows:
        """Rows with a value, of records in use of the kinds that may have one."""
        wanted = {"retired_at__isnull": True, "canonical__retired_at__isnull": True, "kind__in": sorted(self.kinds)}
        return self.rows(on).filter(**{f"{self.party}{name}": value for name, value in wanted.items()})


def _since(days: int) -> Callable[[date], datetime]:
    return lambda on: datetime.combine(on - timedelta(days=days), time.min, tzinfo=UTC)


def _written(column: str) -> Callable[[date], Rows]:
    return lambda _on: Party.objects.exclude(**{column: ""})


def _contacts(kind: str) -> Callable[[date], Rows]:
    return lambda _on: ContactPoint.objects.filter(kind=kind)


def _usable(_on: date) -> tuple[Q, Q]:
    usable = ContactPoint.Health.USABLE
    return Q(), Q(health=usable) & (Q(is_likely=True) | ~Q(health_why="") | Q(verified_at__isnull=False))


def _seen(on: date) -> tuple[Q, Q]:
    since = _since(YEAR)(on)
    return Q(), Q(last_seen_on__gte=since.date()) | Q(verified_at__gte=since) | Q(created_at__gte=since)


def _addressed(on: date) -> tuple[Q, Q]:
    since = _since(2 * YEAR)(on)
    return Q(), Q(created_at__gte=since) | Q(hand_written__field="address", hand_written__at__gte=since)


def _lifelike(on: date) -> tuple[Q, Q]:
    return Q(), Q(birth_date__lte=on, birth_date__gte=on - timedelta(days=OLDEST * YEAR))


def _name_of_somebody(_on: date) -> tuple[Q, Q]:
    return Q(), Q(name__regex=r"..") & ~Q(name__contains="@") & (~Q(kind="PERSON") | ~Q(name__regex=r"[0-9]"))


def _country_code(_on: date) -> tuple[Q, Q]:
    return Q(), Q(country__regex=r"^[A-Z][A-Z]$")


def _answered(on: date) -> tuple[Q, Q]:
    ended = Q(state="GRANTED", expires_on__lte=on) | Q(state="EXPIRED")
    return Q(), ~ended & (Q(state="WITHDRAWN") | ~Q(evidence="") | Q(proof__isnull=False))


def _asked_lately(on: date) -> tuple[Q, Q]:
    return Q(), Q(on__gte=on - timedelta(days=2 * YEAR))


def _answers(on: date) -> Rows:
    return ConsentEntry.objects.standing().filter(purpose=ConsentEntry.Purpose.MARKETING, on__lte=on)


def _checked(_on: date) -> tuple[Q, Q]:
    return Q(), Q(is_valid=True)


def _documents(_on: date) -> Rows:
    return PartyIdentifier.objects.all()


_DOCUMENT: dict[str, Any] = {
    "rows": _documents,
    "party": "party__",
    "tests": {Dimension.VALIDITY: _checked},
    "held_once": "key",
    "agreeing": "key",
    "apart_by": "scheme",
}
_CONTACT: dict[str, Any] = {"kinds": BOTH, "party": "party__", "held_once": "key"}

ATTRIBUTES: Mapping[str, Attribute] = {
    one.key: one
    for one in (
        Attribute("name", BOTH, _written("name"), tests={Dimension.VALIDITY: _name_of_somebody}),
        Attribute("document", PEOPLE, **_DOCUMENT),
        Attribute("tax_id", COMPANIES, **_DOCUMENT),
        Attribute(
            "phone",
            rows=_contacts("PHONE"),
            tests={
                Dimension.VALIDITY: _usable,
                Dimension.TIMELINESS: _seen,
                Dimension.CONSISTENCY: phone_agreement,
            },
            **_CONTACT,
        ),
        Attribute(
            "email",
            rows=_contacts("EMAIL"),
            tests={Dimension.VALIDITY: _usable, Dimension.TIMELINESS: _seen},
            **_CONTACT,
        ),
        Attribute("address", BOTH, _written("address"), tests={Dimension.TIMELINESS: _addressed}, agreeing="address"),
        Attribute("city", BOTH, _written("city"), agreeing="city"),
        Attribute(
            "country",
            BOTH,
            _written("country"),
            tests={Dimension.VALIDITY: _country_code, Dimension.CONSISTENCY: city_agreement},
        ),
        Attribute(
            "birth_date",
            PEOPLE,
            lambda _on: Party.objects.filter(birth_date__isnull=False),
            tests={Dimension.VALIDITY: _lifelike},
            agreeing="birth_date",
        ),
        Attribute(
            "consent",
            BOTH,
            _answers,
            party="party__",
            tests={Dimension.VALIDITY: _answered, Dimension.TIMELINESS: _asked_lately},
        ),
        Attribute("industry", COMPANIES, lambda _on: Party.objects.filter(company_profile__industry__gt="")),
        Attribute("size", COMPANIES, lambda _on: Party.objects.filter(company_profile__size__gt="")),
    )
}
"""By key, in the order in which pages tell them. `RECORD` and `PURCHASES` are measured apart: they are no value of a customer."""
RECORD, PURCHASES = "record", "purchases"
KEYS = (RECORD, *ATTRIBUTES, PURCHASES)
