"""Whether places agree: a telephone with the country, a city with the country in which most who live there are."""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, Q

from lazo.identify.models import Party

FEWEST = 20
MOSTLY = 0.95
CITIES = 300


def phone_agreement(_on: date) -> tuple[Q, Q]:
    """Of telephones with their country, and customers with theirs: the number is of that country."""
    from phonenumbers import country_code_for_region  # loads what no page needs

    countries = Party.objects.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
    agreeing = Q(pk__in=[])
    known = []
    for country in countries:
        code = country_code_for_region(country)
        if code:
            known.append(country)
            agreeing |= Q(party__country=country, value__startswith=f"+{code}")
    return Q(party__country__in=known, value__startswith="+"), agreeing


def city_agreement(_on: date) -> tuple[Q, Q]:
    """Of the cities whose country is known: the record says that country.

    The data know it: of at least twenty records in the city, nineteen of twenty are in one country; the three hundred largest cities.
    """
    found = (
        Party.objects.filter(retired_at__isnull=True)
        .exclude(city="")
        .exclude(country="")
        .values_list("city", "country")
        .annotate(records=Count("pk"))
        .order_by("-records", "city", "country")
    )
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for city, country, records in found[: CITIES * 2]:
        people[city][country] = records
    homes: dict[str, list[str]] = defaultdict(list)
    for city, counted in people.items():
        country, most = counted.most_common(1)[0]
        if counted.total() >= FEWEST and most >= MOSTLY * counted.total():
            homes[country].append(city)
    agreeing = Q(pk__in=[])
    for country, cities in sorted(homes.items()):
        agreeing |= Q(country=country, city__in=cities)
    return Q(city__in=sorted(city for cities in homes.values() for city in cities)), agreeing
