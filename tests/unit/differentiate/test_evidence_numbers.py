"""Numbers of the evidence as text: the same whether each row is written or each number once."""

import numpy as np

from lazo.differentiate.positions.assign_arrays import _decimals

KNOWN = np.array([0.0005, -0.0005, -0.0004, 0.0, -0.0, 1.0, 2.5, 0.1234])
TEXTS = ["0.001", "-0.001", "-0.0", "0.0", "-0.0", "1.0", "2.5", "0.123"]


def test_rows_of_few_numbers_and_of_far_ones_are_written_alike() -> None:
    many = np.tile(KNOWN, 1000)
    nothing = np.zeros(len(many), dtype=np.bool_)
    assert _decimals(many, nothing).to_pylist() == TEXTS * 1000
    far = np.append(KNOWN, [1e12, -25e9, 123456789.5])
    texts = [*TEXTS, "1000000000000.0", "-25000000000.0", "123456789.5"]
    assert _decimals(far, np.zeros(11, dtype=np.bool_)).to_pylist() == texts


def test_what_is_unknown_stays_unknown() -> None:
    values = np.tile([np.nan, 0.5], 2000)
    assert _decimals(values, np.isnan(values)).to_pylist() == [None, "0.5"] * 2000
    assert _decimals(np.zeros(0), np.zeros(0, dtype=np.bool_)).to_pylist() == []
