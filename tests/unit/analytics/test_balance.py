"""The balance of the cycle against the check numbers of the domain."""

import pytest

from lazo.analytics.balance import AREAS, AreaEvidence, UnableToBalance, cycle_balance, reallocation

SPENT = dict(zip(AREAS, (52, 10, 6, 7, 25), strict=True))


def test_the_board_sees_its_check_numbers() -> None:
    found = cycle_balance(SPENT)
    assert round(found.ars, 2) == 0.77
    assert round(found.balance, 2) == 0.73
    assert round(found.evenness, 3) == 0.790
    assert found.alerts
    assert found.shares["KEEP"] == 0.10


def test_seventy_in_a_hundred_is_the_alarm() -> None:
    assert cycle_balance({"ACQUIRE": 45, "RETAIN": 25, "KEEP": 30}).alerts
    assert not cycle_balance({"ACQUIRE": 45, "RETAIN": 24, "KEEP": 31}).alerts


def test_all_in_one_area_and_all_alike() -> None:
    assert cycle_balance({"KEEP": 9}).evenness == 0.0
    assert cycle_balance(dict.fromkeys(AREAS, 3)).evenness == pytest.approx(1.0)
    assert cycle_balance({"KEEP": 1}, {"KEEP": 1.0}).balance == 1.0


def test_nothing_spent_has_no_balance() -> None:
    for money, target in (({}, None), ({"KEEP": 0}, None), ({"KEEP": 5, "RETAIN": -1}, None), (SPENT, {"KEEP": 0.5})):
        with pytest.raises(UnableToBalance):
            cycle_balance(money, target) if target else cycle_balance(money)


def evidence(**low: int) -> dict[str, AreaEvidence]:
    return {area: AreaEvidence(2, 100, low.get(area, 150)) for area in AREAS}


def test_money_moves_from_the_lowest_to_the_highest_sure_return() -> None:
    advice = reallocation(evidence(ACQUIRE=90, KEEP=240), budget=148_800_000)
    assert (advice.missing, advice.origin, advice.destination, advice.amount) == ((), "ACQUIRE", "KEEP", 7_440_000)


def test_one_area_without_two_campaigns_is_no_evidence() -> None:
    short = evidence(KEEP=240) | {"LOYALTY": AreaEvidence(1, 100, 900)}
    assert reallocation(short, budget=100).missing == ("LOYALTY",)
    assert reallocation({}, budget=100).missing == AREAS
    free = evidence() | {"RETAIN": AreaEvidence(3, 0, 50)}
    assert reallocation(free, budget=100).missing == ("RETAIN",)
    assert AreaEvidence(1, 0, 50).roi_low == 0.0


def test_areas_that_return_alike_move_nothing() -> None:
    advice = reallocation(evidence(), budget=100)
    assert (advice.missing, advice.origin, advice.amount) == ((), "", 0)
