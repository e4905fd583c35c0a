from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import betaln, hyp2f1

from lazo.analytics.bgnbd import BgNbd


def _by_adaptive_quadrature(model: BgNbd, t: float, x: int, age: float) -> float:
    """The same mean by an independent method: QUADPACK over the log-odds of leaving, piece by piece."""
    a, b, ratio = model.a, model.b + x, t / (model.alpha + age)

    def integrand(log_odds: float) -> float:
        log_chance = -np.logaddexp(0, -log_odds)
        chance = max(np.exp(log_chance), 1e-280)
        bought = -np.expm1(-(model.r + x) * np.log1p(chance * ratio)) / chance
        return float(np.exp(a * log_chance - b * np.logaddexp(0, log_odds) - betaln(a, b)) * bought)

    centre = float(np.log(a / b))
    edges = np.unique(np.concatenate([[centre - 80 / min(a, 1), centre + 80 / min(b, 1)], np.linspace(-40, 40, 41)]))
    return sum(quad(integrand, low, high, epsabs=0, epsrel=1e-10)[0] for low, high in pairwise(edges))


def _by_hypergeometric(model: BgNbd, t: float, x: int, age: float) -> float:
    c = model.a + model.b + x - 1
    return float(c / (model.a - 1) * (1 - hyp2f1(model.r + x, model.a - 1, c, -t / (model.alpha + age))))


@pytest.mark.parametrize("x", [0, 1, 5, 30])
@pytest.mark.parametrize("t", [1.0, 13.0, 52.0, 156.0])
def test_mean_purchases_equals_the_hypergeometric_form_where_that_is_sound(x: int, t: float) -> None:
    model = BgNbd(0.243, 4.414, 0.793, 2.426)
    assert float(model.purchases_if_alive(t, x, 38.86)) == pytest.approx(
        _by_hypergeometric(model, t, x, 38.86), rel=1e-11
    )


@pytest.mark.parametrize(
    ("model", "t", "x", "age"),
    [
        (BgNbd(6.249178064240976, 5.848372804480928, 0.5327421618784994, 39.15032713810871), 156.0, 60, 50.0),
        (BgNbd(1.0329538155216278, 36.86743080409437, 0.5380462890545038, 42.093614544291114), 156.0, 60, 0.14),
        (BgNbd(0.6000895257191, 11.596528892107818, 0.27968992618879, 97.36000890207961), 52.0, 3, 0.14),
        (BgNbd(0.243, 4.414, 0.793, 2.426), 156.0, 400, 50.0),
    ],
)
def test_mean_purchases_is_right_where_the_hypergeometric_function_fails(
    model: BgNbd, t: float, x: int, age: float
) -> None:
    exact = _by_adaptive_quadrature(model, t, x, age)
    assert float(model.purchases_if_alive(t, x, age)) == pytest.approx(exact, rel=1e-8)


def test_mean_purchases_is_within_its_stated_error_over_wide_parameters() -> None:
    rng = np.random.default_rng(7)
    for _ in range(60):
        model = BgNbd(*(float(value) for value in np.exp(rng.normal([-0.5, 1.5, -0.3, 1.0], [1.0, 1.5, 1.2, 1.8]))))
        x, age, t = (
            int(rng.choice([0, 1, 3, 10, 60, 400])),
            float(rng.choice([1 / 7, 5, 50])),
            float(rng.choice([13, 156])),
        )
        exact = _by_adaptive_quadrature(model, t, x, age)
        assert float(model.purchases_if_alive(t, x, age)) == pytest.approx(exact, rel=1e-7)


def test_mean_purchases_passes_smoothly_through_a_equal_to_one() -> None:
    near = [float(BgNbd(0.5, 3.0, 1 + gap, 2.0).purchases_if_alive(52, 4, 20)) for gap in (-1e-4, -1e-9, 0, 1e-9, 1e-4)]
    assert near[1:4] == pytest.approx([near[2]] * 3, rel=1e-8)
    assert (near[0] + near[4]) / 2 == pytest.approx(near[2], rel=1e-7)
    assert near[0] > near[2] > near[4]


@pytest.mark.parametrize("x", [0, 3])
def test_mean_purchases_of_a_base_in_which_nobody_was_seen_to_leave(x: int) -> None:
    model = BgNbd(0.8568051449798081, 9.620478702154058, 6.14421235332821e-06, 104335.50433955171)
    found = float(model.purchases_if_alive(52, x, 20))
    assert found == pytest.approx(52 * (model.r + x) / (model.alpha + 20), rel=1e-8)


def test_mean_purchases_of_a_base_in_which_everyone_leaves_alike() -> None:
    model = BgNbd(0.8, 9.0, 1.6e5, 1.6e5)
    chance, ratio = 0.5, 52 / (9.0 + 20)
    expected = -np.expm1(-(0.8 + 3) * np.log1p(chance * ratio)) / chance
    assert float(model.purchases_if_alive(52, 3, 20)) == pytest.approx(expected, rel=1e-5)
