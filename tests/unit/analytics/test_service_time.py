import numpy as np
import pytest

from lazo.analytics.bgnbd import BgNbd, compress
from lazo.analytics.service_time import annuity, service_months

WHO_STAYS = BgNbd(r=0.9, alpha=5.0, a=1e-9, b=5.0)
WHO_LEAVES = BgNbd(r=0.9, alpha=5.0, a=0.45, b=5.0)


def test_an_annuity_of_one_a_month() -> None:
    assert annuity(12, 0.0) == 12.0
    assert annuity(36, 0.10) == pytest.approx((1 - 1.1**-3) / (1.1 ** (1 / 12) - 1), rel=1e-12)
    assert annuity(2, 1.0) == pytest.approx(0.5 ** (1 / 12) + 0.5 ** (2 / 12), rel=1e-12)


def test_who_never_leaves_is_served_for_all_of_the_time() -> None:
    months = service_months(WHO_STAYS, compress([3, 0], [200, 0], [300, 90]))

    np.testing.assert_allclose(months, annuity(36, 0.10), rtol=1e-6)


def test_who_may_have_left_is_served_less() -> None:
    active, silent, once = service_months(WHO_LEAVES, compress([9, 9, 0], [350, 60, 0], [360, 360, 360]))

    assert 0 < silent < 1 < active < annuity(36, 0.10)
    assert once < annuity(36, 0.10)
