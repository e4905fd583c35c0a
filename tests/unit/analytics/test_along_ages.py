import numpy as np
import pytest

from lazo.analytics.along_ages import along_ages
from lazo.analytics.bgnbd_expectation import mean_purchases

WEEKS = np.arange(1, 37) * 365 / 12 / 7
FACTORS = np.linspace(1.0, 0.7, 36)


@pytest.mark.parametrize(
    ("r", "alpha", "a", "b"),
    [
        (0.243, 4.414, 0.793, 2.426),
        (1.4, 1.39, 0.161, 216.0),
        (0.6, 0.2, 10.0, 0.3),
        (5.0, np.exp(-12), np.exp(-12), np.exp(12)),
        (3.0, 1.0, np.exp(12), np.exp(12)),
    ],
)
@pytest.mark.parametrize("days_apart", [1, 7])
def test_what_is_interpolated_equals_what_is_evaluated(
    r: float, alpha: float, a: float, b: float, days_apart: int
) -> None:
    ages = np.arange(1, 1100 * days_apart, days_apart)
    x = np.repeat([0.0, 1.0, 20.0, 400.0], len(ages))
    exposure = np.tile(alpha + ages / 7, 4)
    evaluated: list[int] = []

    def bought(x: np.ndarray, exposure: np.ndarray) -> np.ndarray:
        evaluated.append(len(x))
        return mean_purchases(a, b, r + x, x, WEEKS / exposure[:, None]) @ FACTORS

    found = along_ages(bought, x, exposure)
    assert evaluated[0] < len(x) / 8
    assert np.allclose(found, bought(x, exposure), rtol=2e-11, atol=0)


def test_few_ages_of_an_x_are_evaluated_themselves() -> None:
    x = np.array([0.0, 0.0, 0.0, 2.0, 5.0, 5.0])
    exposure = np.array([3.0, 3.5, 4.0, 9.0, 7.0, 7.0])
    assert along_ages(lambda x, exposure: x + 1 / exposure, x, exposure).tolist() == (x + 1 / exposure).tolist()


def test_an_age_on_a_point_of_interpolation_is_taken_as_it_is() -> None:
    exposure = np.exp(np.linspace(0.0, 1e-9, 50))
    found = along_ages(lambda x, exposure: 2.0 / exposure, np.zeros(50), exposure)
    assert np.allclose(found, 2.0 / exposure, rtol=1e-14, atol=0)


def test_nobody_is_nobody() -> None:
    assert along_ages(lambda x, exposure: x, np.zeros(0), np.zeros(0)).tolist() == []
