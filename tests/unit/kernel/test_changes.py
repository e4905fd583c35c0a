from collections.abc import Sequence

import pytest
from django.db import IntegrityError

from lazo.kernel.changes import append_statements, follow, note_change, note_changes
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


def test_who_follows_a_table_is_told_of_its_changes_in_their_transaction() -> None:
    told: list[tuple[str, int, int]] = []

    def listen(changes: Sequence[Change]) -> None:
        told.extend((change.operation, change.row_from, change.row_to) for change in changes)

    follow("test-rows", listen, on_append=lambda: ("SELECT {first}, {last}",))
    follow("test-rows", listen)
    note_change(table="test-rows", operation=Change.Operation.APPEND, row_from=1, row_to=3)
    note_changes([Change(table="test-rows", operation="U", row_from=2, row_to=2)])
    note_changes([Change(table="test-rows", operation="U", row_from=3, row_to=3)], follow=False)
    assert note_changes([]) == []
    assert told == [("A", 1, 3), ("U", 2, 2)]
    assert append_statements("test-rows") == ("SELECT {first}, {last}",)
    assert append_statements("nobody's") == ()
