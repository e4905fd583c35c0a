import pytest
from django.db import IntegrityError

from lazo.kernel.changes import note_change
from lazo.kernel.models import Change

pytestmark = pytest.mark.django_db


def test_a_change_names_a_range_of_rows() -> None:
    change = note_change(table="purchases", operation=Change.Operation.APPEND, row_from=5, row_to=9, batch=2)
    assert list(Change.objects.values_list("table", "operation", "row_from", "row_to", "party", "batch")) == [
        ("purchases", "A", 5, 9, None, 2)
    ]
    assert str(change) == f"change {change.pk} purchases"


def test_a_change_of_one_row_needs_no_end() -> None:
    change = note_change(table="parties", operation=Change.Operation.DELETE, row_from=5, party=5)
    assert (change.row_from, change.row_to, change.party) == (5, 5, 5)


def test_a_range_that_runs_backwards_is_refused() -> None:
    with pytest.raises(IntegrityError, match="change_range_ordered"):
        note_change(table="parties", operation=Change.Operation.UPDATE, row_from=9, row_to=5)
