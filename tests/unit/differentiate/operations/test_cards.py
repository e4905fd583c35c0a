"""Cards built aside: never a half, and nothing that changed meanwhile is lost."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from listed import add_party, make_list
from world import World

from lazo.differentiate.models import CustomerCard
from lazo.differentiate.operations import cards
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.differentiate.queries.customer_snapshot_file import CURRENT, snapshot_folder
from lazo.identify.models import Party
from lazo.identify.operations.party import edit_party
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Change
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


class Meanwhile(NullContext):
    """Does something once, when the first range of cards has been written aside."""

    def __init__(self, act: Callable[[], Any]) -> None:
        super().__init__()
        self._act: Callable[[], Any] | None = act

    def progress(self, done: int, total: int | None = None, step: str | None = None) -> None:
        if self._act and step == "fichas":
            act, self._act = self._act, None
            act()


@pytest.fixture
def made(world: World, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> dict[str, Party]:
    monkeypatch.setattr(cards, "ROWS", 2)
    monkeypatch.setattr(cards, "NEAR", 0)
    return make_list(world)


def stored() -> list[dict[str, Any]]:
    return [{**card, "touched": None} for card in CustomerCard.objects.order_by("pk").values()]


def tables_aside() -> list[str]:
    return [name for name in connection.introspection.table_names() if "card_next" in name]


def test_what_changes_while_cards_are_built_is_in_them(world: World, made: dict[str, Party]) -> None:
    def change() -> None:
        edit_party(party=made["ana"], version=1, changes={"surnames": "Quirós", "given_name": "Ana"}, by=world.ana)
        Party.objects.filter(pk=made["beto"].pk).update(canonical=made["ana"])
        note_change(table="parties", operation=Change.Operation.UPDATE, row_from=made["beto"].pk)
        add_party("Zoe Nueva", owner=world.ana, team=world.north)

    rebuild_cards(context=Meanwhile(change))

    seen = dict(CustomerCard.objects.values_list("name", "touched"))
    assert made["beto"].pk not in CustomerCard.objects.values_list("pk", flat=True)
    assert seen["Ana Quirós"] is not None
    assert seen["Zoe Nueva"] is not None
    assert {name for name, touched in seen.items() if touched is None} == set(seen) - {"Ana Quirós", "Zoe Nueva"}
    before = stored()
    rebuild_cards(context=NullContext())
    assert stored() == before
    assert not CustomerCard.objects.filter(touched__isnull=False).exists()


def test_one_that_ends_midway_leaves_the_cards_as_they_were(world: World, made: dict[str, Party]) -> None:
    before = stored()

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild_cards(context=Meanwhile(stop))
    assert stored() == before
    assert len(tables_aside()) == 1
    rebuild_cards(context=NullContext())
    assert stored() == before
    assert tables_aside() == []


def test_who_changed_after_the_snapshot_stays_marked(world: World, made: dict[str, Party]) -> None:
    edit_party(party=made["ana"], version=1, changes={"surnames": "Quirós", "given_name": "Ana"}, by=world.ana)
    mark = CustomerCard.objects.get(pk=made["ana"].pk).touched
    assert mark
    snapshot_folder().mkdir(parents=True)
    (snapshot_folder() / CURRENT).write_text(json.dumps({"upto": mark - 1}))
    rebuild_cards(context=NullContext())
    marks = CustomerCard.objects.filter(touched__isnull=False).values_list("pk", "touched")
    assert list(marks) == [(made["ana"].pk, mark)]
