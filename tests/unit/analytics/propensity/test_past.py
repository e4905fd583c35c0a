"""What was known of a customer on the day of a row: nothing of that day, nothing whose end came later."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from lazo.analytics.propensity.labels import ReadLabels
from lazo.analytics.propensity.past import past_columns

Row = tuple[int, int, int, bool, bool]


def told(rows: list[Row], *, with_known: bool) -> list[list[float | None]]:
    who, day, lag, yes, known = (np.array(part) for part in zip(*rows, strict=True))
    labels = ReadLabels((yes & known).astype(np.bool_), known.astype(np.bool_))
    columns = past_columns(
        who.astype(np.int64), day.astype(np.float64), (day + lag).astype(np.float64) if with_known else None, labels
    )
    return [[None if np.isnan(v) else float(v) for v in one] for one in zip(*(c.numbers for c in columns), strict=True)]


def plain(rows: list[Row], *, with_known: bool) -> list[list[float | None]]:
    """The same, row by row."""
    found = []
    for who, day, _lag, _yes, _known in rows:
        earlier = [row for row in rows if row[0] == who and row[1] < day]
        ended = sorted(
            ((row[1] + row[2] if with_known else row[1]), place, row[3])
            for place, row in enumerate(rows)
            if row[0] == who and row[4] and (row[1] + row[2] if with_known else row[1]) < day
        )
        share = sum(one[2] for one in ended) / len(ended) if ended else None
        lasts = {one[2] for one in ended if one[0] == ended[-1][0]} if ended else set()
        last = float(ended[-1][2]) if len(lasts) == 1 else -1.0 if lasts else None
        since = float(day - max(row[1] for row in earlier)) if earlier else None
        found.append([float(len(earlier)), share, last, since])
    return found


ROWS = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 6), st.integers(0, 4), st.booleans(), st.booleans()),
    min_size=1,
    max_size=14,
)


@given(ROWS, st.booleans())
@settings(max_examples=80, deadline=None)
def test_arrays_say_what_row_by_row_says(rows: list[Row], with_known: bool) -> None:
    for ours, theirs in zip(told(rows, with_known=with_known), plain(rows, with_known=with_known), strict=True):
        if theirs[2] == -1.0:  # several ends of one day, in no order
            assert ours[2] in {0.0, 1.0}
            ours[2] = theirs[2]
        assert ours[0] == theirs[0]
        assert (ours[1] is None) == (theirs[1] is None)
        assert ours[1] is None or abs(ours[1] - theirs[1]) < 1e-9
        assert ours[2:] == theirs[2:]


def test_a_row_without_a_day_knows_nothing() -> None:
    labels = ReadLabels(np.array([True, True]), np.array([True, True]))
    found = past_columns(np.array([1, 1]), np.array([5.0, np.nan]), None, labels)
    assert [np.isnan(one.numbers[1]) for one in found] == [True] * 4
