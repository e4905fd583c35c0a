import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazo.identify.imports.values.dates import DateFormat, guess_date_format, parse_dates, parse_instants

DAY_FIRST = DateFormat("DMY", ambiguous=False, why="day_above_12")
MONTH_FIRST = DateFormat("MDY", ambiguous=False, why="month_second_above_12")
LEAP = dt.date(2024, 2, 29)
FIFTH = dt.date(2024, 3, 5)


@pytest.mark.parametrize(
    ("cells", "order", "ambiguous", "why"),
    [
        (["25/12/2024", "01/02/2024"], "DMY", False, "day_above_12"),
        (["12/25/2024", "01/02/2024"], "MDY", False, "month_second_above_12"),
        (["01/02/2024", "03/04/2024"], "DMY", True, "all_at_most_12"),
        (["01/01/2024", "05/05/2024"], "DMY", False, "all_at_most_12"),
        (["25/12/2024", "12/25/2024"], "DMY", True, "both_seen"),
        (["12/25/2024", "12/26/2024", "25/12/2024"], "MDY", True, "both_seen"),
        (["2024-01-02", "20240103", "45913"], "YMD", False, "year_first"),
        (["5-mar-24"], "YMD", False, "year_first"),
        (["hola", None, ""], "YMD", False, "no_dates"),
    ],
)
def test_guess_date_format(cells, order, ambiguous, why):
    assert guess_date_format(pa.array(cells)) == DateFormat(order, ambiguous, why)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-02-29", LEAP),
        ("2024/2/29", LEAP),
        ("2024.02.29", LEAP),
        ("29/02/2024", LEAP),
        ("29-2-24", LEAP),
        ("29.02.2024", LEAP),
        ("29/02/2024 23:59", LEAP),
        ("29/02/2024 11:59:59 p. m.", LEAP),
        ("2024-02-29T10:00:00Z", LEAP),
        ("2024-02-29 10:00:00.123456", LEAP),
        ("20240229", LEAP),
        ("45351", LEAP),
        ("45351.75", LEAP),
        ("05-mar-24", FIFTH),
        ("5-Mar-2024", FIFTH),
        ("5/mar./2024", FIFTH),
        ("5 de marzo de 2024", FIFTH),
        ("5 de março de 2024", FIFTH),
        ("lunes, 5 de marzo de 2024", FIFTH),
        ("5 marzo 2024", FIFTH),
        ("March 5, 2024", FIFTH),
        ("Mar 5 2024", FIFTH),
        ("marzo 5 de 2024", FIFTH),
        ("1º de janeiro de 2024", dt.date(2024, 1, 1)),
        ("15 set 2023", dt.date(2023, 9, 15)),
        ("01/01/70", dt.date(1970, 1, 1)),
        ("01/01/69", dt.date(2069, 1, 1)),
    ],
)
def test_days_as_people_write_them(text, day):
    parsed = parse_dates(pa.array([text, None, ""]), DAY_FIRST)

    assert (parsed.values.to_pylist(), parsed.codes.to_pylist()) == ([day, None, None], [None, None, None])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2024", "no_such_day"),
        ("29/02/2023", "no_such_day"),
        ("2024-13-01", "no_such_day"),
        ("20240231", "no_such_day"),
        ("03/25/2024", "no_such_day"),
        ("00/01/2024", "no_such_day"),
        ("31 de febrero de 2024", "no_such_day"),
        ("hola", "not_a_date"),
        ("1234", "not_a_date"),
        ("99999", "not_a_date"),
        ("5 de brumario de 2024", "not_a_date"),
        ("2024-01-01 25:00", "not_a_date"),
        ("01/01/0001", "date_out_of_range"),
        ("9999-12-31", "date_out_of_range"),
    ],
)
def test_days_that_are_refused(text, code):
    parsed = parse_dates(pa.array([text, "2024-02-29"]), DAY_FIRST)

    assert (parsed.values.to_pylist(), parsed.codes.to_pylist()) == ([None, LEAP], [code, None])


@pytest.mark.parametrize("text", ["-", "0000-00-00", "00/00/0000", "0000-00-00 00:00:00", "null"])
def test_signs_for_nothing(text):
    assert parse_dates(pa.array([text]), DAY_FIRST).codes.to_pylist() == [None]


def test_month_first():
    assert parse_dates(pa.array(["03/05/2024", "2024-03-05"]), MONTH_FIRST).values.to_pylist() == [FIFTH, FIFTH]


def test_zones_move_the_day_only_when_asked():
    cells = pa.array(["2024-03-06T01:30:00Z", "2024-03-05T23:30:00-03:00", "2024-03-05 23:30:00"])

    assert parse_dates(cells, DAY_FIRST).values.to_pylist() == [dt.date(2024, 3, 6), FIFTH, FIFTH]
    assert parse_dates(cells, DAY_FIRST, zone="America/Santiago").values.to_pylist() == [FIFTH, FIFTH, FIFTH]


def test_births_with_a_short_year_lie_in_the_past():
    cells = pa.array(["01/02/45", "01/02/05", "01/02/1945"])

    assert parse_dates(cells, DAY_FIRST, latest=dt.date(2026, 1, 1)).values.to_pylist() == [
        dt.date(1945, 2, 1),
        dt.date(2005, 2, 1),
        dt.date(1945, 2, 1),
    ]


def test_instants_are_local_unless_they_say_otherwise():
    cells = pa.array(
        ["2024-03-05 10:00", "2024-03-05T10:00:00-05:00", "05/03/2024 10:30 p. m.", "2024-03-05", "45356.5", "x", None]
    )

    parsed = parse_instants(cells, DAY_FIRST, zone="America/Bogota")

    assert [one and one.isoformat() for one in parsed.values.to_pylist()] == [
        "2024-03-05T15:00:00+00:00",
        "2024-03-05T15:00:00+00:00",
        "2024-03-06T03:30:00+00:00",
        "2024-03-05T05:00:00+00:00",
        "2024-03-05T17:00:00+00:00",
        None,
        None,
    ]
    assert parsed.codes.to_pylist() == [None] * 5 + ["not_a_date", None]


DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2060, 12, 31))
MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]


@given(
    st.lists(DAYS, min_size=1, max_size=20),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y %H:%M", "%Y%m%d", "name"]),
)
def test_written_days_come_back(days, shape):
    texts = [
        f"{day.day}-{MONTHS[day.month - 1]}-{day.year}" if shape == "name" else day.strftime(shape) for day in days
    ]

    parsed = parse_dates(pa.array(texts), guess_date_format(pa.array(texts)) if shape != "%d/%m/%Y" else DAY_FIRST)

    if shape != "%d.%m.%Y %H:%M" or any(day.day > 12 for day in days):
        assert parsed.values.to_pylist() == days


@given(DAYS)
def test_day_and_month_are_never_silently_swapped(day):
    texts = pa.array([day.strftime("%m/%d/%Y"), "12/25/2024"])

    assert parse_dates(texts, guess_date_format(texts)).values.to_pylist()[0] == day or day.day <= 12
