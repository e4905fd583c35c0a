"""A table of exchange rates as a spreadsheet gives it."""

from datetime import date
from decimal import Decimal

import pytest
from world import World

from lazo.identify.imports.rate_table import UnableToReadRates, read_rate_table
from lazo.identify.imports.written_table import decoded
from lazo.kernel.operations.exchange_rate import DatedRate

GOOD = DatedRate("MXN", date(2026, 1, 1), Decimal("215.40"))


@pytest.mark.parametrize(
    "text",
    [
        "moneda,fecha,cambio\nMXN,2026-01-01,215.40\n",
        "Moneda;Fecha;Tipo de cambio\nmxn;01/01/2026;215,40\n",
        "Data\tMoeda\tCotação\n01/01/2026\tMXN\t215,40\n",
        "date;rate;currency;note\n2026-01-01;215.40;MXN;ok\n\n",
        "MXN;2026-01-01;215,40",
        'moneda,fecha,cambio\nMXN,2026-01-01,"215,40"\n',
    ],
)
def test_titles_in_three_languages_or_none(world: World, text: str) -> None:
    table = read_rate_table(text)
    assert (table.rates, table.problems) == ([GOOD], [])


def test_bad_rows_are_named_and_good_ones_stay(world: World) -> None:
    text = (
        "moneda;fecha;cambio\nMXN;2026-01-01;215,40\nXQZ;2026-01-01;3,5\nCOP;2026-01-01;1,5\nUSD;2026-02-31;4100,5\n"
        "USD;;4100,5\nUSD;2026-02-01;mucho\nUSD;2026-02-01;-1,5\nUSD;2026-02-01;1e\nMXN;2026-01-01;216,5\n"
        "USD;2026-02-01;4;100,5\nEUR;ayer;1,5\nUSD;2026-02-01;999999999999999,5\nUSD;2026-02-01\n"
    )
    table = read_rate_table(text)
    assert table.rates == [DatedRate("MXN", date(2026, 1, 1), Decimal("215.4"))]
    assert [(one.row, one.column, one.code) for one in table.problems] == [
        (3, "currency", "unknown_currency"),
        (4, "currency", "is_base"),
        (5, "day", "no_such_day"),
        (6, "day", "not_a_date"),
        (7, "rate", "not_a_number"),
        (8, "rate", "not_positive"),
        (9, "rate", "not_a_number"),
        (10, "rate", "repeated"),
        (11, "rate", "too_many_cells"),
        (12, "day", "not_a_date"),
        (13, "rate", "too_large"),
        (14, "rate", "not_a_number"),
    ]
    assert table.problems[0].label == "moneda"
    assert table.problems[0].sentence == "«XQZ» no es una moneda. Usa su código de tres letras, como MXN o USD."


def test_a_number_that_reads_two_ways_is_refused_unless_another_decides(world: World) -> None:
    assert [one.code for one in read_rate_table("USD;2026-01-01;4.100").problems] == ["two_readings"]
    table = read_rate_table("USD;2026-01-01;4.100\nUSD;2026-02-01;4.100,50")
    assert [one.rate for one in table.rates] == [Decimal(4100), Decimal("4100.50")]
    table = read_rate_table("EUR;2026-01-01;0.001052\nEUR;2026-02-01;1.105")
    assert [one.rate for one in table.rates] == [Decimal("0.0010520000"), Decimal("1.105")]


def test_a_table_without_a_column_or_without_rows_is_refused(world: World) -> None:
    with pytest.raises(UnableToReadRates) as refusal:
        read_rate_table("moneda;fecha\nMXN;2026-01-01")
    assert (refusal.value.code, refusal.value.params) == ("missing_columns", {"columns": "cambio"})
    with pytest.raises(UnableToReadRates) as refusal:
        read_rate_table(" \n")
    assert refusal.value.code == "empty"


def test_text_of_an_old_spreadsheet_is_read() -> None:
    assert decoded("\ufeffcotação".encode()) == "cotação"
    assert decoded("cotação".encode("cp1252")) == "cotação"
