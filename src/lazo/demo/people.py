"""The true customers and prospects, before anybody typed them twice."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from random import Random

from lazo.demo.company import COUNTRIES, ORGANIZATION_SHARE, Country
from lazo.demo.documents import document, phone

BUSINESSES = ("Café", "Hotel", "Restaurante", "Panadería", "Distribuidora", "Oficinas", "Hostal", "Mercado", "Clínica")
STREETS = {"CO": ("Calle", "Carrera"), "MX": ("Calle", "Avenida"), "AR": ("Calle", "Avenida"), "BR": ("Rua", "Avenida")}
FIRST_BIRTH, FAMILY_EVERY = date(1950, 1, 1), 23
SUFFIXES = {"CO": "S.A.S.", "MX": "S. de R.L. de C.V.", "AR": "S.R.L.", "BR": "Ltda."}


@dataclass(frozen=True, slots=True)
class TruePerson:
    """One person or company of the fictitious world; `number` is its true identity."""

    number: int
    is_organization: bool
    country: Country
    given_name: str
    surnames: str
    document: str
    email: str
    phone: str
    city: str
    birth_date: str = ""
    address: str = ""
    trade_name: str = ""

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.surnames}".strip()


def draw_people(rng: Random, count: int) -> list[TruePerson]:
    """`count` people and companies, in the shares of the company's countries."""
    countries = rng.choices(COUNTRIES, weights=[country.share for country in COUNTRIES], k=count)
    people = [_draw(rng, number, country) for number, country in enumerate(countries, start=1)]
    return with_families(people)


def plain(text: str) -> str:
    """Without accents, in lower case, letters and digits only: for addresses."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalnum())


def _draw(rng: Random, number: int, country: Country) -> TruePerson:
    is_organization = rng.random() < ORGANIZATION_SHARE
    given, surnames = _organization_name(rng, country) if is_organization else _person_name(rng, country)
    handle = plain(given)[:18] + (f".{plain(surnames.split()[0])}" if not is_organization else "")
    return TruePerson(
        number=number,
        is_organization=is_organization,
        country=country,
        given_name=given,
        surnames=surnames,
        document=document(rng, country.code, organization=is_organization),
        email=f"{handle}{number}@example.com",
        phone=phone(rng, country.code),
        city=rng.choice(country.cities),
        **_circumstances(number, country, given if is_organization else ""),
    )


def _circumstances(number: int, country: Country, company: str) -> dict[str, str]:
    """Birth, address and trade name, from a chance of their own, so that what else is drawn does not depend on them."""
    rng = Random(number)
    street = rng.choice(STREETS[country.code])
    found = {"address": f"{street} {rng.randrange(1, 130)} # {rng.randrange(1, 99)}-{rng.randrange(1, 99)}"}
    if company:
        name = company.removesuffix(SUFFIXES[country.code]).strip()
        found["trade_name"] = name if rng.random() < 0.6 else ""
    elif rng.random() < 0.7:
        found["birth_date"] = (FIRST_BIRTH + timedelta(days=rng.randrange(19_000))).isoformat()
    return found


def with_families(people: list[TruePerson]) -> list[TruePerson]:
    """One person in `FAMILY_EVERY` is of the family of the person before: surname, address, city and telephone are theirs too."""
    found = list(people)
    for place in range(1, len(found)):
        one, before = found[place], found[place - 1]
        if one.number % FAMILY_EVERY or one.is_organization or before.is_organization or one.country != before.country:
            continue
        surnames = f"{before.surnames.split()[0]} {one.surnames.split()[-1]}"
        found[place] = replace(one, surnames=surnames, address=before.address, city=before.city, phone=before.phone)
    return found


def _person_name(rng: Random, country: Country) -> tuple[str, str]:
    given, surnames = _names(country.locale)
    first = rng.choice(given)
    if rng.random() < 0.3:
        first = f"{first} {rng.choice(given)}"
    return first, f"{rng.choice(surnames)} {rng.choice(surnames)}"


def _organization_name(rng: Random, country: Country) -> tuple[str, str]:
    surnames = _names(country.locale)[1]
    middle = rng.choice((f"{rng.choice(surnames)} Hermanos", f"Casa {rng.choice(surnames)}", f"{rng.choice(surnames)}"))
    return f"{rng.choice(BUSINESSES)} {middle} {SUFFIXES[country.code]}", ""


@cache
def _names(locale: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    provider = import_module(f"faker.providers.person.{locale}").Provider
    return tuple(sorted(provider.first_names)), tuple(sorted(provider.last_names))
