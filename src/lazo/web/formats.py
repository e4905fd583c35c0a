"""Numbers and money as the company's country writes them, words of dates in the reader's language (CLDR): the same everywhere."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cached_property, lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import get_currency_precision
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lazo.web.number_shape import Write, decimal_writer, money_writer

NBSP = "\u00a0"
MINUS = "\u2212"
EMPTY = "\u2013"
MILLION = 1_000_000
QUANTA = tuple(Decimal(1).scaleb(-digits) for digits in range(10))
"""The last place that is written, by the number of decimals."""


@dataclass(frozen=True)
class Formats:
    """How one company writes: `country` decides the separators, `currency` is what the minor units are of.

    `language` is the reader's and decides the words alone: two people of a company read the same figures.
    """

    language: str = "es"
    country: str = "CO"
    currency: str = "COP"

    @cached_property
    def locale(self) -> Locale:
        """Of the numbers: the country's own."""
        return _locale_of_country(self.country)

    @cached_property
    def words(self) -> Locale:
        """Of the names of months and days: the reader's language, as the country speaks it when it does."""
        return _locale(self.language, self.country)

    def country_name(self, code: str) -> str:
        """The country in the reader's language."""
        return str(self.words.territories.get(code, code))

    @cached_property
    def minor_digits(self) -> int:
        """Decimals of the currency's minor unit by ISO 4217: 2 for COP and BRL, 0 for CLP."""
        return get_currency_precision(self.currency)

    def major(self, minor: int) -> Decimal:
        """An amount in minor units as the Decimal that people say."""
        return Decimal(minor).scaleb(-self.minor_digits)

    def number(self, value: float | Decimal | None, digits: int = 0) -> str:
        """`12.408`; nothing is an en dash, a true zero is 0."""
        if value is None:
            return EMPTY
        if digits not in self._number_writers:
            self._number_writers[digits] = decimal_writer(self.locale, digits)
        return _tidy(self._number_writers[digits](_rounded(value, digits)))

    def percent(self, share: float | None, digits: int = 0) -> str:
        """`22 %` from the share 0.22; 100 % only when it is all of it."""
        if share is None:
            return EMPTY
        value = share * 100
        if share < 1 and round(value, digits) >= 100:
            value = 100 - 10**-digits
        return f"{self.number(value, digits)}{NBSP}%"

    def change(self, share: float | None, digits: int = 1) -> str:
        """`+2,1 %` or `−0,4 %`: a difference keeps its sign."""
        if share is None:
            return EMPTY
        sign = "+" if round(share * 100, digits) > 0 else ""
        return sign + self.percent(share, digits)

    def signed(self, value: int | None) -> str:
        """`+387`: a whole difference that keeps its sign."""
        if value is None:
            return EMPTY
        return ("+" if value > 0 else "") + self.number(value)

    def money(self, minor: int | None) -> str:
        """`$ 1.284.500`: whole units from 100 up, cents below when there are any."""
        if minor is None:
            return EMPTY
        amount = self.major(minor)
        digits = 0 if abs(amount) >= 100 or amount == amount.to_integral_value() else self.minor_digits
        return self._with_symbol(amount, digits)

    def money_short(self, minor: int | None) -> str:
        """`$ 48,9 M`, `$ 9.840 M`: millions in headlines and tables, never other abbreviations."""
        if minor is None:
            return EMPTY
        amount = self.major(minor)
        if abs(amount) < MILLION:
            return self.money(minor)
        millions = amount / MILLION
        digits = 0 if abs(millions) >= 1000 or _rounded(millions, 1) % 1 == 0 else 1
        return f"{self._with_symbol(millions, digits)}{NBSP}{_sign_of_millions(get_language())}"

    def axis(self, minor: float) -> str:
        """The label of an axis: `0`, `200 mil`, `1,5 M`, without the currency."""
        amount = float(self.major(round(minor)))
        for size, word in ((MILLION, pgettext("millones", "M")), (1000, _("mil"))):
            if abs(amount) >= size:
                scaled = amount / size
                digits = 0 if abs(scaled) >= 10 or round(scaled, 1) % 1 == 0 else 1
                return f"{self.number(scaled, digits)}{NBSP}{word}"
        return self.number(amount)

    def day(self, value: date | None, today: date | None = None) -> str:
        """`hoy`, `ayer`, `8 nov` in the year of `today`, `12 mar 2023` in another."""
        if value is None:
            return EMPTY
        value = value.date() if isinstance(value, datetime) else value
        if today is not None and (today - value).days in (0, 1):
            return _("hoy") if value == today else _("ayer")
        return _day(value, self.language, self.country, today is None or value.year != today.year)

    def long_day(self, value: date | None) -> str:
        """`31 de octubre de 2025`."""
        return EMPTY if value is None else _long_day(value, self.language, self.country)

    def month(self, value: date) -> str:
        """`octubre de 2025`."""
        return format_skeleton("yMMMM", value, locale=self.words)

    def short_month(self, value: date) -> str:
        """`oct 25`."""
        return format_date(value, "MMM yy", locale=self.words).replace(".", "")

    def _with_symbol(self, amount: Decimal, digits: int) -> str:
        if digits not in self._money_writers:
            pattern = _pattern(self.locale, "¤\u00a0#,##0" + ("." + "0" * digits if digits else ""))
            self._money_writers[digits] = money_writer(self.locale, self.currency, pattern, digits)
        return _tidy(self._money_writers[digits](_rounded(amount, digits)))

    @cached_property
    def _number_writers(self) -> dict[int, Write]:
        """By how many decimals, as far as they were asked for: a page asks some hundred times."""
        return {}

    @cached_property
    def _money_writers(self) -> dict[int, Write]:
        return {}


@lru_cache
def _locale(language: str, country: str) -> Locale:
    """`es_CO`; a language without that country falls back to the language, an unknown one to Spanish."""
    for name in (f"{language}_{country}", language):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(name)
    return Locale("es")


@lru_cache
def _locale_of_country(country: str) -> Locale:
    """`es_CO`, `pt_BR`, `en_US`: as most people of the country write; an unknown country writes as in Spanish."""
    with suppress(UnknownLocaleError, ValueError):
        if country != "ZZ":  # CLDR's name of no country
            return Locale.parse(f"und_{country}")
    return Locale("es")


@lru_cache(maxsize=4096)  # as many days as some years have: a page of a list writes a hundred of them
def _long_day(value: date, language: str, country: str) -> str:
    # Known by two texts: to find a locale among those kept takes longer than to write the day.
    return format_date(value, "long", locale=_locale(language, country))


@lru_cache(maxsize=4096)
def _day(value: date, language: str, country: str, with_year: bool) -> str:
    shape = "d MMM y" if with_year else "d MMM"
    return format_date(value, shape, locale=_locale(language, country)).replace(".", "")


@lru_cache
def _pattern(locale: Locale, with_space: str) -> str:
    """Most of the region writes `$ 1.284.500`; Mexico and Central America write `$1,284,500`."""
    spaced = NBSP in locale.currency_formats["standard"].pattern or locale.territory in {"CO", "PY", "UY", "AR", "CL"}
    return with_space if spaced else with_space.replace(NBSP, "")


@lru_cache
def _sign_of_millions(language: str | None) -> str:  # noqa: ARG001 - the sign is of this language
    # A page of a list writes a hundred: to look a word up takes longer than to write the number.
    return pgettext("millones", "M")


def _rounded(value: float | Decimal, digits: int) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(QUANTA[digits], rounding=ROUND_HALF_EVEN) + 0  # + 0: no minus zero


def _tidy(text: str) -> str:
    """A true minus sign, and no line break inside a number."""
    return text.replace("-", MINUS).replace(" ", NBSP)
