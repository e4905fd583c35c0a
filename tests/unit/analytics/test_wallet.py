import numpy as np
import pytest

from lazo.analytics.wallet import UnableToShare, wallet_share_by_rank, wallet_shares


@pytest.mark.parametrize(
    ("rank", "brands", "share"),
    [(1, 2, 2 / 3), (2, 2, 1 / 3), (1, 3, 1 / 2), (2, 3, 1 / 3), (3, 3, 1 / 6), (1.5, 2, 1 / 2), (1, 1, 1.0)],
)
def test_share_by_rank_of_the_worked_examples(rank: float, brands: int, share: float) -> None:
    assert wallet_share_by_rank(rank, brands) == pytest.approx(share, rel=1e-15)


@pytest.mark.parametrize("brands", [1, 2, 3, 7, 20])
def test_the_shares_of_all_ranks_are_the_whole_wallet(brands: int) -> None:
    assert sum(wallet_share_by_rank(rank, brands) for rank in range(1, brands + 1)) == pytest.approx(1.0, rel=1e-14)


@pytest.mark.parametrize(("rank", "brands"), [(0, 2), (3, 2), (1, 0), (0.5, 1)])
def test_a_rank_that_no_brand_has_is_refused(rank: float, brands: int) -> None:
    with pytest.raises(UnableToShare):
        wallet_share_by_rank(rank, brands)


def test_share_of_what_is_spent_in_the_category() -> None:
    found = wallet_shares([300, 300, -50, 10, 10, 0], [1_200, 100, 80, np.nan, 0, 40])

    np.testing.assert_array_equal(found, [0.25, 1.0, 0.0, np.nan, np.nan, 0.0])
