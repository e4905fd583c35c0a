import numpy as np
import pytest

from lazo.analytics.repair import BY_PAST, Candidates, Correction, Mix, learn, miss


def made(model: list[float] | None, window: list[float] | None, past: list[float], *, third: float) -> Candidates:
    columns = [None if one is None else np.array(one) for one in (model, window)]
    return Candidates(columns[0], columns[1], np.array(past), float(sum(window or [])), third, rate_total=7.0)


def test_the_total_is_the_middle_one_so_that_an_absurd_one_does_not_count() -> None:
    assert made([0.0, 1.0], [60.0, 40.0], [1.0, 1.0], third=80.0).total == 80.0
    assert made([5000.0, 1.0], [60.0, 40.0], [1.0, 1.0], third=80.0).total == 100.0
    assert made(None, [60.0, 40.0], [1.0, 1.0], third=80.0).total == 80.0
    assert made(None, None, [1.0, 1.0], third=80.0).total == 7.0


def test_money_goes_by_the_past_where_nothing_errs_clearly_less() -> None:
    found = learn(made([5.0, 5.0], [50.0, 50.0], [30.0, 10.0], third=40.0), np.array([30.0, 10.0]), days=90)
    assert found == Correction(1.0, BY_PAST)
    assert found.of(made([5.0, 5.0], [50.0, 50.0], [30.0, 10.0], third=40.0)).tolist() == [30.0, 10.0]


def test_money_goes_by_what_erred_least() -> None:
    candidates = made([1.0, 1.0, 2.0], [0.0, 0.0, 8.0], [9.0, 1.0, 0.0], third=8.0)
    assert learn(candidates, np.array([0.0, 0.0, 8.0]), days=90).mix == Mix(0.0, 1.0, 0.0)
    assert learn(candidates, np.array([2.0, 2.0, 4.0]), days=90).mix == Mix(1.0, 0.0, 0.0)
    assert learn(candidates, np.array([4.0, 0.0, 4.0]), days=90).mix == Mix(0.0, 0.5, 0.5)


def test_a_column_that_is_not_at_hand_is_not_learned_and_its_share_goes_by_the_past() -> None:
    blind = made(None, None, [3.0, 1.0], third=4.0)
    assert learn(blind, np.array([0.0, 9.0]), days=90).mix == BY_PAST
    assert blind.mixed(Mix(0.5, 0.5, 0.0)).tolist() == [0.75, 0.25]


@pytest.mark.parametrize(
    ("days", "actual", "factor"),
    [(329, 25.0, 1.0), (330, 25.0, 0.5), (365, 64.0, 0.8), (365, 1.0, 0.5), (365, 0.0, 1.0)],
)
def test_half_of_a_miss_is_corrected_when_it_was_seen_over_a_whole_year(
    days: int, actual: float, factor: float
) -> None:
    candidates = made([100.0], [100.0], [1.0], third=100.0)
    assert learn(candidates, np.array([actual]), days=days).factor == pytest.approx(factor)


def test_returns_and_an_empty_past_share_equally_and_never_below_nothing() -> None:
    candidates = made(None, [10.0, -4.0], [-5.0, 0.0], third=6.0)
    assert candidates.mixed(BY_PAST).tolist() == [0.5, 0.5]
    assert candidates.mixed(Mix(0.0, 1.0, 0.0)).tolist() == [1.0, 0.0]


def test_a_correction_is_kept_and_read_again() -> None:
    found = Correction(0.8, Mix(0.25, 0.0, 0.75))
    assert Correction.of_record(found.as_record()) == found


@pytest.mark.parametrize(
    ("predicted", "actual", "factor"), [(2, 1, 2), (1, 3, 3), (1, 1, 1), (0, 4, 5), (4, 0, 5), (1, 99, 5)]
)
def test_a_miss_is_a_factor_in_either_direction(predicted: float, actual: float, factor: float) -> None:
    assert miss(predicted, actual) == factor
