"""Questions that are the same every time but for some values: put together by the ORM once in a process, and only asked after that.

To put a statement together takes five to ten times as long as a database takes to answer it by a key.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

ModelT = TypeVar("ModelT", bound=Model)
MOST_KEPT = 64
SEVERAL = (list, tuple)
NOBODY, FAR = 2**53 - 1, 2**32
"""Numbers from the first below zero on are nobody's, and so far from each other are the marks of two values."""


@dataclass(frozen=True)
class Statement:
    """As the database takes it; `converters` by place of the column."""

    text: str
    parameters: tuple[Any, ...]
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]


class Prepared:
    """`build` makes a queryset of `values_list` of fields, given a mark for each value: a whole number (int), a text (str), some texts (list), some numbers (tuple).

    Every value must stand in the statement as it is given: in an equality or `in`, not inside a pattern, never None, and of several at least one.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]", *kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._made: dict[tuple[Any, ...], Statement] = {}

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows, each column as the ORM gives it."""
        counts = [len(value) if kind in SEVERAL else 1 for kind, value in zip(self._kinds, values, strict=True)]
        made = self._made.get((connection.vendor, *counts)) or self._make(counts)
        told: dict[Any, Any] = {}
        for mark, kind, value in zip(self._marks(counts), self._kinds, values, strict=True):
            told.update(zip(mark, value, strict=True) if kind in SEVERAL else [(mark, value)])
        with connection.cursor() as cursor:
            cursor.execute(made.text, [told.get(value, value) for value in made.parameters])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return [_converted(row, made) for row in rows] if made.converters else rows

    def first(self, *values: Any) -> tuple[Any, ...] | None:
        rows = self(*values)
        return rows[0] if rows else None

    def _make(self, counts: Sequence[int]) -> Statement:
        marks = self._marks(counts)
        compiler = self._build(*marks).query.get_compiler(connection=connection)
        text, parameters = compiler.as_sql()
        if not _all_of(marks) <= set(parameters):
            raise ValueError("a value does not stand in the statement as it is given")
        converters = compiler.get_converters([column for column, *_ in compiler.select or ()])
        self._learn(compiler)
        made = Statement(text, tuple(parameters), converters)
        if len(self._made) >= MOST_KEPT:
            self._made.clear()
        self._made[connection.vendor, *counts] = made
        return made

    def _learn(self, compiler: SQLCompiler) -> None:
        """What else is to be known of the statement."""

    def _marks(self, counts: Sequence[int]) -> list[Any]:
        """What stands in the statement in the place of each value: nobody's number, and texts that nothing is called."""
        found: list[Any] = []
        for place, (kind, count) in enumerate(zip(self._kinds, counts, strict=True)):
            is_text = kind in {str, list}
            marks = [f"(value {place}.{n})" if is_text else place * FAR + n - NOBODY for n in range(count)]
            found.append(marks if kind in SEVERAL else marks[0])
        return found


class PreparedRows(Generic[ModelT]):
    """The same of a queryset of whole rows, with what `select_related` joins to them and `annotate` adds; nothing is prefetched."""

    def __init__(self, build: "Callable[..., QuerySet[ModelT]]", *kinds: type) -> None:
        self._statement = _RowStatement(build, *kinds)

    def __call__(self, *values: Any) -> list[ModelT]:
        rows = self._statement(*values)
        return [self._statement.row(row) for row in rows]

    def first(self, *values: Any) -> ModelT | None:
        """The first row; the queryset itself must end after one, for all are read."""
        return next(iter(self(*values)), None)


class _RowStatement(Prepared):
    """Knows which columns are the model's own, which those of others, and which were added."""

    def _learn(self, compiler: SQLCompiler) -> None:
        made = cast("dict[str, Any]", compiler.klass_info)
        select = cast("list[Any]", compiler.select)
        first, last = made["select_fields"][0], made["select_fields"][-1] + 1
        self._model, self._own = made["model"], slice(first, last)
        self._names = [column[0].target.attname for column in select[first:last]]
        self._joined = get_related_populators(made, select, connection.alias)  # type: ignore[call-arg]  # the stubs are of Django 6
        self._added = dict(compiler.annotation_col_map or {})

    def row(self, values: tuple[Any, ...]) -> Any:
        """The model, as a queryset of Django's makes it."""
        found = self._model.from_db(connection.alias, self._names, values[self._own])
        for joined in self._joined:
            joined.populate(values, found)
        for name, place in self._added.items():
            setattr(found, name, values[place])
        return found


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """All columns of a table, in the order in which `row_as` takes them."""
    return tuple(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001 - Django documents _meta


def row_as(model: type[ModelT], values: tuple[Any, ...]) -> ModelT:
    """A row of all columns as the model."""
    return model.from_db(connection.alias, columns_of(model), values)


def _all_of(marks: Sequence[Any]) -> set[Any]:
    return {one for mark in marks for one in (mark if isinstance(mark, list) else [mark])}


def _converted(row: tuple[Any, ...], made: Statement) -> tuple[Any, ...]:
    told = list(row)
    for place, (functions, column) in made.converters.items():
        for function in functions:
            told[place] = function(told[place], column, connection)
    return tuple(told)
