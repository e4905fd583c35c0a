"""Tables made all at once: for each operation Django draws anew every model that a changed one leads to, which is nearly all of them.

A hundred tables one by one take nine CPU seconds of a first start; all at once, less than one. Only what they refer to is drawn with them;
all the tables there were before only if somebody asks for them.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState, StateApps
from django.db.migrations.utils import resolve_relation


class UndrawnApps:
    """All models of a state, drawn when one is asked for: Django draws them before each migration, and most have no use for it."""

    def __init__(self, state: ProjectState) -> None:
        self._state = state

    @cached_property
    def _drawn(self) -> StateApps:
        return StateApps(list(self._state.real_apps), self._state.models)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._drawn, name)

    def clone(self) -> Any:
        """That of a state's copy."""
        if "_drawn" in self.__dict__:
            return self._drawn.clone()
        copied = {key: model.clone() for key, model in self._state.models.items()}
        return UndrawnApps(ProjectState(copied, self._state.real_apps))


class CreateTables(Operation):
    """`models` in any order, each whole: with its foreign keys, its indexes and its constraints."""

    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # What was drawn is thrown away, so that all of it is drawn once, when somebody asks.
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002 - the signature of an operation
        to_state: ProjectState,
    ) -> None:
        # A state somebody has drawn already is taken as it is.
        state = to_state if "apps" in to_state.__dict__ else self._with_what_they_refer_to(app_label, to_state)
        for model in self._here(app_label, schema_editor, state):
            schema_editor.create_model(model)
        to_state.__dict__.setdefault("apps", UndrawnApps(to_state))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,  # noqa: ARG002 - the signature of an operation
    ) -> None:
        for model in reversed(self._here(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Create {len(self.models)} tables"

    def _with_what_they_refer_to(self, app_label: str, state: ProjectState) -> ProjectState:
        """The new models and those that their relations lead to, forwards only: enough to write them down."""
        wanted: dict[tuple[str, str], Any] = {}
        waiting = [(app_label, model.name_lower) for model in self.models]
        while waiting:
            key = waiting.pop()
            if key in wanted or key not in state.models:
                continue
            model = wanted[key] = state.models[key]
            waiting += [resolve_relation(base, *key) for base in model.bases if isinstance(base, str)]
            for field in model.fields.values():
                relation = field.remote_field
                if relation is not None:
                    waiting.append(resolve_relation(relation.model, *key))
                    if getattr(relation, "through", None):
                        waiting.append(resolve_relation(relation.through, *key))
        return ProjectState(wanted, state.real_apps)

    def _here(self, app_label: str, editor: BaseDatabaseSchemaEditor, state: ProjectState) -> list[Any]:
        """Those that this database is to have."""
        found = [state.apps.get_model(app_label, model.name) for model in self.models]
        return [model for model in found if self.allow_migrate_model(editor.connection.alias, model)]
