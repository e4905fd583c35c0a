"""Numbers, money and dates as each country writes them."""

from datetime import date
from decimal import Decimal

import pytest

from lazo.web.formats import Formats

COLOMBIA = Formats("es", "CO", "COP")


@pytest.mark.parametrize(
    ("formats", "written"),
    [
        (COLOMBIA, "$\u00a01.284.500"),
        (Formats("es", "MX", "MXN"), "$1,284,500"),
        (Formats("es", "AR", "ARS"), "$\u00a01.284.500"),
        (Formats("es", "PE", "PEN"), "S/\u00a01,284,500"),
        (Formats("pt", "BR", "BRL"), "R$\u00a01.284.500"),
        (Formats("es", "CL", "CLP"), "$\u00a0128.450.000"),
    ],
)
def test_money_follows_the_country_and_the_minor_unit(formats: Formats, written: str) -> None:
    assert formats.money(128_450_000) == written


@pytest.mark.parametrize(
    ("minor", "written"),
    [
        (None, "–"),
        (0, "$\u00a00"),
        (9_950, "$\u00a099,50"),
        (-9_950, "−$\u00a099,50"),
        (9_900, "$\u00a099"),
        (12_345, "$\u00a0123"),
    ],
)
def test_money_shows_cents_only_below_a_hundred(minor: int | None, written: str) -> None:
    assert COLOMBIA.money(minor) == written


@pytest.mark.parametrize(
    ("minor", "written"),
    [
        (None, "–"),
        (99_999_900, "$\u00a0999.999"),
        (4_890_000_000, "$\u00a048,9\u00a0M"),
        (64_000_000_000, "$\u00a0640\u00a0M"),
        (984_000_000_000, "$\u00a09.840\u00a0M"),
        (-4_890_000_000, "−$\u00a048,9\u00a0M"),
    ],
)
def test_short_money_counts_in_millions_only(minor: int | None, written: str) -> None:
    assert COLOMBIA.money_short(minor) == written


def test_numbers_and_shares() -> None:
    assert COLOMBIA.number(12_408) == "12.408"
    assert COLOMBIA.number(7.25, 1) == "7,2"
    assert COLOMBIA.number(None) == "–"
    assert COLOMBIA.percent(0.22) == "22\u00a0%"
    assert COLOMBIA.percent(None) == "–"
    assert [COLOMBIA.percent(share) for share in (0.9976, 1.0)] == ["99\u00a0%", "100\u00a0%"]
    assert COLOMBIA.percent(0.99996, 1) == "99,9\u00a0%"
    assert COLOMBIA.change(0.021) == "+2,1\u00a0%"
    assert COLOMBIA.change(-0.021) == "−2,1\u00a0%"
    assert COLOMBIA.change(-0.00004) == "0,0\u00a0%"
    assert COLOMBIA.change(None) == "–"
    assert COLOMBIA.signed(387) == "+387"
    assert COLOMBIA.signed(-9) == "−9"
    assert COLOMBIA.signed(0) == "0"
    assert COLOMBIA.signed(None) == "–"


def test_axis_labels_are_short() -> None:
    labels = [COLOMBIA.axis(value) for value in (0, 50_000, 20_000_000, 150_000_000, 304_000_000, 12_000_000_000)]
    assert labels == ["0", "500", "200\u00a0mil", "1,5\u00a0M", "3\u00a0M", "120\u00a0M"]


def test_days() -> None:
    today = date(2025, 11, 17)
    assert COLOMBIA.day(date(2025, 11, 17), today) == "hoy"
    assert COLOMBIA.day(date(2025, 11, 16), today) == "ayer"
    assert COLOMBIA.day(date(2025, 11, 8), today) == "8 nov"
    assert COLOMBIA.day(date(2023, 3, 12), today) == "12 mar 2023"
    assert COLOMBIA.day(date(2023, 3, 12)) == "12 mar 2023"
    assert COLOMBIA.day(None) == "–"
    assert COLOMBIA.long_day(date(2025, 10, 31)) == "31 de octubre de 2025"
    assert COLOMBIA.long_day(None) == "–"
    assert COLOMBIA.month(date(2025, 10, 1)) == "octubre de 2025"
    assert COLOMBIA.short_month(date(2025, 10, 1)) == "oct 25"


def test_major_units_are_exact() -> None:
    assert COLOMBIA.major(128_450_001) == Decimal("1284500.01")
    assert Formats("es", "CL", "CLP").major(1_284_500) == Decimal(1_284_500)


def test_numbers_follow_the_country_and_words_the_reader() -> None:
    for language, month in (
        ("es", "31 de octubre de 2025"),
        ("en", "October 31, 2025"),
        ("pt", "31 de outubro de 2025"),
    ):
        colombia, mexico = Formats(language, "CO", "COP"), Formats(language, "MX", "MXN")
        assert colombia.money(128_450_000) == "$\u00a01.284.500"
        assert mexico.money(128_450_000) == "$1,284,500"
        assert colombia.percent(0.223, 1) == "22,3\u00a0%"
        assert mexico.long_day(date(2025, 10, 31)) == month
    assert Formats("en", "BR", "BRL").money(128_450_000) == "R$\u00a01.284.500"


def test_an_unknown_country_writes_as_in_spanish() -> None:
    assert Formats("es", "ZZ", "COP").number(12_408) == "12.408"
    assert Formats("xx", "ZZ", "COP").number(12_408) == "12.408"
