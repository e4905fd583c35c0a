"""Where personal data lie: every package says what it holds of a person, so that all of it can be handed over and all of it erased.

A package registers its rows as holdings and what is not rows (files, caches) as forgettings and findings, when the application starts.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from lazo.kernel.jobs import JobContext
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, kw_only=True)
class Holding:
    """The rows of one table that are about a person.

    Attributes
    ----------
    model: "app.Model".
    label: what people call them, the heading of the export; blank: not handed over, because derived from others.
    parties: lookups that lead to the id of the party.
    told: lookups handed over, with their words.
    blank: new values of the columns of a row that must stay; None: the row goes.
    mirrored: the table of the warehouse that repeats them, blank for none.
    rank: rows of a lower rank go first, those that others refer to last.
    """

    model: str
    parties: tuple[str, ...]
    label: "str | StrPromise" = ""
    told: Mapping[str, "str | StrPromise"] = field(default_factory=dict)
    blank: Mapping[str, Any] | None = None
    mirrored: str = ""
    rank: int = 0

    def about(self, family: Collection[int]) -> "QuerySet[Any]":
        """The rows about one customer, whose records are `family`; also where the model's own manager would refuse to delete."""
        wanted = Q()
        for lookup in self.parties:
            wanted |= Q(**{f"{lookup}__in": list(family)})
        model: type[Model] = apps.get_model(self.model)
        return model._base_manager.filter(wanted)  # noqa: SLF001 - documented API of Django despite its name

    @property
    def table(self) -> str:
        return str(apps.get_model(self.model)._meta.db_table)  # noqa: SLF001 - as above


@dataclass(frozen=True)
class Forgotten:
    """A person who is being erased: all their records, the texts by which they are known, the imports that brought them."""

    workspace: Workspace
    family: Sequence[int]
    values: Sequence[str]
    batches: Sequence[int]
    context: JobContext


Forgetting = Callable[[Forgotten], int]
"""Erases what is not rows of a holding; says how much it was. It may be called again after it was killed."""
Finding = Callable[[Forgotten], dict[str, int]]
"""Looks for what is left: where, and how much."""

_holdings: dict[str, Holding] = {}
_forgettings: dict[str, Forgetting] = {}
_findings: dict[str, Finding] = {}


def register_holding(holding: Holding) -> None:
    """Say that a table holds personal data; registering again replaces."""
    _holdings[holding.model] = holding


def register_forgetting(name: str, function: Forgetting) -> None:
    """Say how `name` is erased, after all rows of holdings."""
    _forgettings[name] = function


def register_finding(name: str, function: Finding) -> None:
    """Say how one looks for a person in `name` after an erasure."""
    _findings[name] = function


def holdings() -> list[Holding]:
    """Every holding, in the order in which rows go."""
    return sorted(_holdings.values(), key=lambda one: (one.rank, one.model))


def forgettings() -> Iterator[tuple[str, Forgetting]]:
    yield from sorted(_forgettings.items())


def findings() -> Iterator[tuple[str, Finding]]:
    yield from sorted(_findings.items())
