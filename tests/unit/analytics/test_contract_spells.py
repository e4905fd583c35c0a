from datetime import date

import numpy as np
import pytest

from lazo.analytics.contract_spells import NEVER, Contracts, day_number

ON = date(2025, 1, 31)


def made(*rows: tuple[date, date | None, int]) -> Contracts:
    start = np.array([day_number(one) for one, _, _ in rows])
    end = np.array([NEVER if one is None else day_number(one) for _, one, _ in rows])
    return Contracts(start, end, np.array([period for _, _, period in rows]))


@pytest.mark.parametrize(
    ("start", "end", "period", "passed"),
    [
        (date(2025, 1, 15), None, 1, 0),
        (date(2024, 12, 31), None, 1, 1),
        (date(2024, 1, 31), None, 12, 1),
        (date(2024, 2, 1), None, 12, 0),
        (date(2024, 1, 15), date(2024, 2, 15), 1, 0),
        (date(2024, 1, 15), date(2024, 2, 20), 1, 1),
        (date(2024, 1, 31), date(2024, 2, 29), 1, 0),
        (date(2024, 1, 1), date(2025, 1, 1), 12, 0),
        (date(2024, 1, 1), date(2025, 1, 1), 1, 11),
        (date(2024, 1, 1), date(2025, 6, 1), 1, 12),
    ],
)
def test_renewals_passed(start: date, end: date | None, period: int, passed: int) -> None:
    assert made((start, end, period)).passed(on=ON).tolist() == [passed]


def test_what_is_known_on_a_day_knows_nothing_of_later() -> None:
    base = made((date(2024, 1, 1), date(2024, 4, 1), 1), (date(2024, 1, 1), None, 1), (date(2024, 6, 1), None, 1))
    march = base.renewals(on=date(2024, 3, 15))
    assert (march.at_risk.tolist(), march.lost.tolist()) == ([2, 2, 0], [0, 0, 0])
    may = base.renewals(on=date(2024, 5, 1))
    assert (may.at_risk.tolist(), may.lost.tolist()) == ([2, 2, 2, 1, 0], [0, 0, 1, 0, 0])
