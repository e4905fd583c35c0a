from typing import Any

import pytest
from world import World

from lazo.kernel.models import UndoOffer, User
from lazo.kernel.undo import UnableToUndo, Undone, offer_undo, register_undo, undo

pytestmark = pytest.mark.django_db
KIND = "test.counted"


@pytest.fixture
def taken_back() -> list[Any]:
    """What was taken back, by whom."""
    seen: list[Any] = []

    def take_back(by: User, data: dict[str, Any]) -> Undone:
        if data["n"] < 0:
            raise UnableToUndo("changed_since")
        seen.append((by, data))
        return Undone(restored=data["n"], kept=1, kept_rows=(7,))

    register_undo(KIND, take_back)
    return seen


def test_an_offer_is_taken_once_and_only_by_whom_it_was_made_to(world: World, taken_back: list[Any]) -> None:
    token = offer_undo(by=world.ana, label="2 filas", kind=KIND, data={"n": 2})
    with pytest.raises(UnableToUndo, match="unknown"):
        undo(token=token, by=world.bruno)
    done = undo(token=token, by=world.ana)
    assert done == Undone(restored=2, kept=1, kept_rows=(7,), label="2 filas")
    assert taken_back == [(world.ana, {"n": 2})]
    with pytest.raises(UnableToUndo, match="already_undone"):
        undo(token=token, by=world.ana)


def test_an_undo_that_cannot_be_leaves_the_offer(world: World, taken_back: list[Any]) -> None:
    token = offer_undo(by=world.ana, label="", kind=KIND, data={"n": -1})
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=token, by=world.ana)
    assert UndoOffer.objects.get().used_at is None
    with pytest.raises(UnableToUndo, match="unknown"):
        undo(token="nobody's", by=world.ana)


def test_what_nobody_can_take_back_is_not_offered(world: World) -> None:
    with pytest.raises(LookupError):
        offer_undo(by=world.ana, label="", kind="test.unheard", data={})
