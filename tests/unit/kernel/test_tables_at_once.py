from importlib import import_module

import pytest
from django.db import connection, models
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ModelState, ProjectState
from sources import ROOT

tables = import_module("lazo.kernel.migrations._tables")
MODELS = [
    # The second is told first: in any order.
    CreateModel(
        "Leaf",
        [("id", models.BigAutoField(primary_key=True)), ("tree", models.ForeignKey("garden.tree", models.CASCADE))],
        options={"indexes": [models.Index(fields=["tree", "id"], name="leaf_of_tree")]},
    ),
    CreateModel("Tree", [("id", models.BigAutoField(primary_key=True)), ("height", models.IntegerField())]),
]


@pytest.mark.django_db(transaction=True)
def test_tables_are_made_whole_and_go_again() -> None:
    operation = tables.CreateTables(MODELS)
    before, after = ProjectState(), ProjectState()
    assert (before.apps, after.apps)[1].get_models() == []
    operation.state_forwards("garden", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("garden", editor, before, after)
    made = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "garden_leaf")
    assert {"garden_leaf", "garden_tree"} <= made
    assert constraints["leaf_of_tree"]["columns"] == ["tree_id", "id"]
    assert ("garden_tree", "id") in [one["foreign_key"] for one in constraints.values()]
    with connection.schema_editor() as editor:
        operation.database_backwards("garden", editor, after, before)
    assert not {"garden_leaf", "garden_tree"} & set(connection.introspection.table_names())
    assert operation.describe() == "Create 2 tables"


@pytest.mark.parametrize("package", ["kernel", "identify", "differentiate", "interact"])
def test_what_a_squashed_migration_replaces_is_all_that_was_before_it(package: str) -> None:
    folder = ROOT / "src" / "lazo" / package / "migrations"
    squashed = next(folder.glob("0001_squashed_*.py"))
    last = squashed.stem.removeprefix("0001_squashed_")
    names = sorted(path.stem for path in folder.glob("0*.py") if path != squashed and path.stem <= last)
    migration = import_module(f"lazo.{package}.migrations.{squashed.stem}").Migration
    assert migration.replaces == [(package, name) for name in names]


@pytest.mark.django_db(transaction=True)
def test_what_there_was_is_drawn_when_somebody_asks_and_as_it_was() -> None:
    operation, state = tables.CreateTables(MODELS), ProjectState()
    state.add_model(ModelState("garden", "Fence", [("id", models.BigAutoField(primary_key=True))]))
    operation.state_forwards("garden", state)
    with connection.schema_editor() as editor:
        operation.database_forwards("garden", editor, ProjectState(), state)
        undrawn = state.clone()
        state.remove_field("garden", "tree", "height")
        for model in ("leaf", "tree"):
            editor.delete_model(state.apps.get_model("garden", model))
    assert [field.name for field in state.apps.get_model("garden", "tree")._meta.fields] == ["id"]
    drawn = undrawn.clone()
    assert [field.name for field in drawn.apps.get_model("garden", "tree")._meta.fields] == ["id", "height"]
    assert [model.__name__ for model in drawn.clone().apps.get_models()] == ["Fence", "Leaf", "Tree"]
