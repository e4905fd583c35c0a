import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.analytics.experiments.assignment import WHOLE, arm_place, arm_places

HALVES = (1_000, 4_500, 4_500)


@settings(max_examples=30)
@given(ids=st.lists(st.integers(1, 2**62), min_size=1, max_size=20), salt=st.integers(0, 2**62))
def test_an_array_says_what_plain_python_says(ids: list[int], salt: int) -> None:
    told = arm_places(np.array(ids, np.int64), salt=salt, shares=HALVES)
    assert told.tolist() == [arm_place(one, salt=salt, shares=HALVES) for one in ids]


def test_arms_have_their_shares_and_other_salts_are_unrelated() -> None:
    ids = np.arange(1, 200_001)
    one, two = (arm_places(ids, salt=salt, shares=HALVES) for salt in (1, 2))
    found = np.bincount(one, minlength=3) / len(ids)
    assert found == pytest.approx([0.1, 0.45, 0.45], abs=0.003)
    both = np.mean((one == 0) & (two == 0))
    assert both == pytest.approx(0.01, abs=0.001)


def test_an_arm_without_a_share_gets_nobody() -> None:
    assert set(arm_places(np.arange(5_000), salt=7, shares=(0, WHOLE)).tolist()) == {1}
    with pytest.raises(ValueError, match="no whole"):
        arm_place(3, salt=7, shares=(0,))
