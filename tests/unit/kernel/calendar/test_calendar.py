"""Business days, against the holidays as each country decreed them."""

from datetime import date

import pytest

from lazo.kernel.calendar.calendar import Calendar, UnableToFindBusinessDay, UnableToKnowHolidays
from lazo.kernel.models import ClosedDay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("CO", date(2026, 1, 12), "Día de los Reyes Magos"),
        ("CO", date(2026, 11, 2), "Día de Todos los Santos"),
        ("MX", date(2026, 3, 16), "Benito Juárez"),
        ("MX", date(2026, 9, 16), "Día de la Independencia"),
        ("AR", date(2026, 7, 9), "Día de la Independencia"),
        ("AR", date(2026, 5, 25), "Revolución de Mayo"),
        ("BR", date(2026, 9, 7), "Independência do Brasil"),
        ("BR", date(2026, 11, 20), "Zumbi"),
        ("CL", date(2026, 9, 18), "Independencia"),
        ("CL", date(2026, 6, 29), "San Pedro y San Pablo"),
        ("PE", date(2026, 7, 28), "Independencia"),
        ("PE", date(2026, 12, 9), "Ayacucho"),
    ],
)
def test_a_public_holiday_is_no_business_day(country: str, day: date, name: str) -> None:
    calendar = Calendar.load(country)
    found = calendar.holiday(day)
    assert found is not None
    assert name in found
    assert not calendar.is_business_day(day)


def test_the_same_monday_is_worked_in_one_country_and_not_in_another() -> None:
    epiphany_moved = date(2026, 1, 12)
    worked = {
        country: Calendar.load(country).is_business_day(epiphany_moved)
        for country in ("CO", "MX", "AR", "BR", "CL", "PE")
    }
    assert worked == {"CO": False, "MX": True, "AR": True, "BR": True, "CL": True, "PE": True}


@pytest.mark.parametrize(
    ("country", "start", "count", "expected"),
    [
        ("CO", date(2026, 1, 9), 1, date(2026, 1, 13)),
        ("CO", date(2026, 4, 1), 1, date(2026, 4, 6)),
        ("CO", date(2026, 1, 10), 0, date(2026, 1, 13)),
        ("CL", date(2026, 9, 17), 1, date(2026, 9, 21)),
        ("MX", date(2026, 9, 15), 15, date(2026, 10, 7)),
        ("PE", date(2026, 7, 27), 3, date(2026, 8, 3)),
        ("BR", date(2026, 9, 8), -1, date(2026, 9, 4)),
        ("AR", date(2026, 7, 13), -2, date(2026, 7, 7)),
    ],
)
def test_business_days_are_added_over_weekends_and_holidays(
    country: str, start: date, count: int, expected: date
) -> None:
    assert Calendar.load(country).add_business_days(start, count) == expected


def test_business_days_between_two_days_count_the_first_and_not_the_last() -> None:
    calendar = Calendar.load("CO")
    assert calendar.business_days_between(date(2026, 1, 1), date(2026, 2, 1)) == 20
    assert calendar.business_days_between(date(2026, 2, 1), date(2026, 1, 1)) == -20
    assert calendar.business_days_between(date(2026, 1, 5), date(2026, 1, 5)) == 0


def test_the_company_closes_where_it_says() -> None:
    ClosedDay.objects.create(day=date(2026, 12, 24), country="", reason="Nochebuena")
    ClosedDay.objects.create(day=date(2026, 12, 23), country="CO", reason="Inventario")
    assert [Calendar.load("CO").is_business_day(date(2026, 12, day)) for day in (22, 23, 24)] == [True, False, False]
    assert [Calendar.load("CL").is_business_day(date(2026, 12, day)) for day in (22, 23, 24)] == [True, True, False]


def test_a_country_without_known_holidays_is_refused() -> None:
    with pytest.raises(UnableToKnowHolidays, match=r"^ZZ$"):
        Calendar.load("ZZ")


def test_a_calendar_that_never_opens_is_refused() -> None:
    never = Calendar("CO", weekend=frozenset(range(7)))
    with pytest.raises(UnableToFindBusinessDay):
        never.next_business_day(date(2026, 1, 1))
    with pytest.raises(UnableToFindBusinessDay):
        never.add_business_days(date(2026, 1, 1), 1)
