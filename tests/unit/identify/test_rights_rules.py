"""Until when a request must be answered, country by country, on the day the law changes too."""

from datetime import date

import pytest

from lazo.identify.models import DataRequest
from lazo.identify.rights_clock import days_between, last_day
from lazo.identify.rights_rules import RULES, rule_of
from lazo.kernel.models import ClosedDay

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("country", "kind", "received", "due"),
    [
        ("CO", "access", date(2026, 12, 1), date(2026, 12, 16)),  # 10 business days, 8 December is a holiday
        ("CO", "erasure", date(2026, 12, 1), date(2026, 12, 23)),
        ("CL", "erasure", date(2026, 11, 30), date(2026, 12, 2)),  # the last day of Ley 19.628
        ("CL", "erasure", date(2026, 12, 1), date(2026, 12, 31)),  # the first of Ley 21.719
        ("CL", "blocking", date(2026, 12, 1), date(2026, 12, 3)),
        ("BR", "access", date(2026, 12, 1), date(2026, 12, 16)),
        ("AR", "access", date(2026, 12, 1), date(2026, 12, 11)),
        ("AR", "erasure", date(2026, 12, 1), date(2026, 12, 10)),  # five business days: 7 (bridge) and 8 are free
        ("ES", "access", date(2027, 1, 31), date(2027, 2, 28)),
        ("XX", "access", date(2026, 12, 1), date(2026, 12, 22)),
    ],
)
def test_the_last_day_follows_from_the_rule(country: str, kind: str, received: date, due: date) -> None:
    rule = rule_of(country=country, kind=kind, on=received)
    assert last_day(received, rule.days, unit=rule.unit, country=country) == due


def test_a_day_on_which_the_company_closes_is_no_business_day() -> None:
    ClosedDay.objects.create(day=date(2026, 12, 2), country="", reason="Inventario")
    assert last_day(date(2026, 12, 1), 1, unit="business", country="CO") == date(2026, 12, 3)


def test_days_of_a_pause_are_counted_in_the_unit_of_the_term() -> None:
    friday, tuesday = date(2026, 11, 27), date(2026, 12, 1)
    assert days_between(friday, tuesday, unit="business", country="CO") == 2
    assert days_between(friday, tuesday, unit="days", country="CO") == 4
    assert days_between(tuesday, friday, unit="days", country="CO") == 0
    assert days_between(friday, tuesday, unit="business", country="XX") == 2


def test_of_every_country_and_kind_one_rule_holds_on_a_day() -> None:
    for on in (date(2025, 3, 21), date(2026, 11, 30), date(2026, 12, 1)):
        for country in {rule.country for rule in RULES}:
            for kind in DataRequest.Kind.values:
                assert rule_of(country=country, kind=kind, on=on).law != ""


def test_where_no_law_is_known_the_house_says_so() -> None:
    rule = rule_of(country="XX", kind="access", on=date(2026, 12, 1))
    assert (rule.days, rule.law, rule.note) == (15, "", "sin norma conocida: plazo de la casa")
