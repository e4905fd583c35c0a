import pytest
from world import World

from lazo.differentiate.models import SavedView
from lazo.differentiate.operations.saved_view import UnableToSaveView, change_view, order_views, remove_view, save_view
from lazo.differentiate.queries.saved_view import views_for
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db
ASKED = {"area": ["mantener"], "orden": ["name"], "desde": ["=5~1"], "nonsense": ["1"]}


def names(views: object) -> list[str]:
    return [view.name for view in views]  # type: ignore[attr-defined]  # saved views


def test_a_view_keeps_what_the_list_understands(world: World) -> None:
    view = save_view(by=world.ana, name="  Los   míos ", params=ASKED)
    assert (view.name, view.params, view.audience) == ("Los míos", {"area": ["mantener"], "orden": ["name"]}, "OWN")
    assert Event.objects.get(kind="saved_view.made").row == view.pk


def test_views_are_shown_to_whom_they_are_for(world: World) -> None:
    save_view(by=world.ana, name="Sola", params={})
    save_view(by=world.ana, name="Norte", params={}, audience="TEAM", team=world.north)
    save_view(by=world.diego, name="De todos", params={}, audience="ALL")
    assert names(views_for(world.ana)) == ["Sola", "Norte", "De todos"]
    assert names(views_for(world.bruno)) == ["De todos", "Norte"] or names(views_for(world.bruno)) == [
        "Norte",
        "De todos",
    ]
    assert names(views_for(world.carla)) == ["De todos"]


def test_a_view_is_changed_by_who_made_it(world: World) -> None:
    view = save_view(by=world.ana, name="Una", params={})
    changed = change_view(view=view, by=world.ana, version=1, name="Otra", audience="TEAM", team=world.north)
    assert (changed.name, changed.team_id, changed.version) == ("Otra", world.north.pk, 2)
    with pytest.raises(UnableToSaveView, match="stale"):
        change_view(view=view, by=world.ana, version=1, name="Tercera")
    with pytest.raises(UnableToSaveView, match="not_yours"):
        change_view(view=view, by=world.bruno, version=2, name="Tercera")
    with pytest.raises(UnableToSaveView, match="not_yours"):
        remove_view(view=view, by=world.bruno)


def test_a_thrown_away_view_comes_back(world: World) -> None:
    view = save_view(by=world.ana, name="Una", params=ASKED)
    token = remove_view(view=view, by=world.ana)
    assert not SavedView.objects.exists()
    assert undo(token=token, by=world.ana).restored == 1
    assert SavedView.objects.get().params == view.params
    token = remove_view(view=SavedView.objects.get(), by=world.ana)
    save_view(by=world.ana, name="Una", params={})
    with pytest.raises(UnableToUndo, match="changed_since"):
        undo(token=token, by=world.ana)


def test_views_are_put_in_order(world: World) -> None:
    first, second, third = (save_view(by=world.ana, name=name, params={}) for name in "abc")
    order_views(by=world.ana, views=[third.pk, first.pk])
    assert names(views_for(world.ana)) == ["c", "a", "b"]
    assert second.pk


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": " "}, "nameless"),
        ({"name": "x" * 81}, "too_long"),
        ({"name": "Una"}, "name_taken"),
        ({"audience": "WORLD"}, "unknown_audience"),
        ({"audience": "ALL"}, "not_allowed"),
        ({"audience": "TEAM"}, "not_on_team"),
    ],
)
def test_what_cannot_be_kept_is_refused(world: World, said: dict[str, str], code: str) -> None:
    save_view(by=world.ana, name="Una", params={})
    with pytest.raises(UnableToSaveView, match=code):
        save_view(**{"by": world.ana, "name": "Otra", "params": {}, **said})  # type: ignore[arg-type]  # whatever the test says
