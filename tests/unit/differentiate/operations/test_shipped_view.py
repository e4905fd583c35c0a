"""The views that come with Lazo: everybody's, changed by who administers, and brought back as they came."""

from datetime import date

import pytest
from world import World

from lazo.differentiate.models import SavedView
from lazo.differentiate.operations.saved_view import UnableToSaveView, change_view, order_views, remove_view, save_view
from lazo.differentiate.operations.shipped_view import UnableToRestoreViews, restore_shipped_views, seed_shipped_views
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.differentiate.queries.saved_view import question_of, views_for, with_words
from lazo.kernel.models import Event, RoleAssignment
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
KEYS = ["all", "mine", "strategic", "cooling", "new"]


@pytest.fixture(autouse=True)
def seeded(world: World) -> None:
    seed_shipped_views()


def shipped(key: str) -> SavedView:
    return SavedView.objects.get(shipped=key)


def labels(world: World) -> list[str]:
    return [view.label for view in views_for(world.carla)]


def test_they_come_once_and_stay_as_people_left_them(world: World) -> None:
    assert Event.objects.get(kind="saved_views.seeded").data == {"keys": KEYS}
    remove_view(view=shipped("new"), by=world.diego)
    assert seed_shipped_views() == []
    assert labels(world) == ["Todos", "Mis cuentas", "Estratégicos", "Se enfrían"]


def test_they_ask_of_whoever_opens_them_on_that_day(world: World) -> None:
    asked = {view.shipped: question_of(view, user=world.ana, on=DAY) for view in views_for(world.ana)}
    assert list(asked) == KEYS
    assert asked["all"] == ListQuestion()
    assert asked["mine"] == ListQuestion(owners=(world.ana.pk,))
    assert asked["cooling"] == ListQuestion(areas=("RETAIN",))
    assert asked["new"] == ListQuestion(created_from=date(2026, 1, 31), sort="-created_on")


def test_everybody_sees_them_before_their_own(world: World) -> None:
    own = save_view(by=world.carla, name="Mía", params={"responsable": ["yo", "7"], "contacto_hasta": ["-60"]})
    assert own.params == {"responsable": ["yo", "7"], "contacto_hasta": ["-60"]}
    assert labels(world)[-1] == "Mía"
    assert [view.is_mine for view in views_for(world.carla)] == [False] * 5 + [True]  # type: ignore[attr-defined]  # annotated


def test_who_administers_changes_them_for_everybody(world: World) -> None:
    view = shipped("cooling")
    change_view(view=view, by=world.diego, version=1, name="Por llamar", params={"area": ["retener"], "nivel": ["MVC"]})
    assert labels(world)[3] == "Por llamar"
    order_views(by=world.diego, views=[view.pk])
    assert labels(world)[0] == "Por llamar"
    with pytest.raises(UnableToSaveView, match="not_yours"):
        change_view(view=view, by=world.ana, version=2, name="Otra")
    with pytest.raises(UnableToSaveView, match="not_yours"):
        remove_view(view=view, by=world.ana)
    with pytest.raises(UnableToSaveView, match="for_everybody"):
        change_view(view=view, by=world.diego, version=2, audience="OWN")


def test_with_the_name_that_lazo_gives_it_has_that_of_each_language(world: World) -> None:
    changed = change_view(
        view=shipped("mine"), by=world.diego, version=1, name="Mis cuentas", params={"orden": ["name"]}
    )
    assert (changed.name, changed.params) == ("", {"orden": ["name"]})


def test_a_changed_order_keeps_mine_mine(world: World) -> None:
    view, address = shipped("mine"), {"responsable": [str(world.diego.pk)], "orden": ["name"]}
    assert with_words(address, view, user=world.diego, on=DAY) == {"responsable": ["yo"], "orden": ["name"]}
    assert with_words({"responsable": ["77"]}, view, user=world.diego, on=DAY) == {"responsable": ["77"]}


def test_what_was_taken_away_comes_back(world: World) -> None:
    token = remove_view(view=shipped("strategic"), by=world.diego)
    assert "Estratégicos" not in labels(world)
    assert undo(token=token, by=world.diego).restored == 1
    assert labels(world)[2] == "Estratégicos"
    token = remove_view(view=shipped("strategic"), by=world.diego)
    RoleAssignment.objects.filter(user=world.diego).delete()
    with pytest.raises(UnableToUndo, match="not_allowed"):
        undo(token=token, by=world.diego)


def test_all_are_brought_back_as_they_came_and_that_is_taken_back_too(world: World) -> None:
    remove_view(view=shipped("new"), by=world.diego)
    change_view(view=shipped("cooling"), by=world.diego, version=1, name="Por llamar")
    token = restore_shipped_views(by=world.diego)
    assert labels(world) == ["Todos", "Mis cuentas", "Estratégicos", "Se enfrían", "Nuevos"]
    assert Event.objects.get(kind="saved_views.restored").data == {"keys": ["cooling", "new"]}
    assert undo(token=token, by=world.diego).restored == 2
    assert labels(world) == ["Todos", "Mis cuentas", "Estratégicos", "Por llamar"]
    restore_shipped_views(by=world.diego)
    assert restore_shipped_views(by=world.diego) == ""
    with pytest.raises(UnableToRestoreViews, match="not_allowed"):
        restore_shipped_views(by=world.ana)
