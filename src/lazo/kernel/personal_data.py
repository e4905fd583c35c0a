"""Where personal data lie: every package says what it holds of a person, so that all of it can be handed over and all of it erased.

A package registers its rows as holdings and what is not rows (files, caches) as gatherings, forgettings and findings, when the application starts.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from lazo.kernel.jobs import JobContext
from lazo.kernel.workspace import Workspace

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


RECORD = "record"
"""Rows stay with the record they were written to, and a customer is read by all its records: a split needs nothing done."""
CUSTOMER = "customer"
"""Rows are derived for each customer and made again when its records change, or by the next run."""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """The rows of one table that are about a person.

    Attributes
    ----------
    model: "app.Model".
    label: what people call them, the heading of the export; blank: not handed over, and `untold` says why.
    parties: lookups that lead to the id of the party.
    through: column that holds the number of a row of another holding -> its "app.Model"; those rows' people are theirs.
    told: lookups handed over, with their words.
    untold: why rows are not handed over; blank: they are.
    joined: what a merge of two customers does to them: RECORD, CUSTOMER, or the name of the merge handler that looks after them.
    blank: new values of the columns of a row that must stay; None: the row goes.
    mirrored: the table of the warehouse that repeats them, blank for none.
    rank: rows of a lower rank go first, those that others refer to last.
    """

    model: str
    parties: tuple[str, ...] = ()
    through: Mapping[str, str] = field(default_factory=dict)
    label: "str | StrPromise" = ""
    told: Mapping[str, "str | StrPromise"] = field(default_factory=dict)
    untold: str = ""
    joined: str = RECORD
    blank: Mapping[str, Any] | None = None
    mirrored: str = ""
    rank: int = 0

    def about(self, family: Collection[int]) -> "QuerySet[Any]":
        """The rows about one customer, whose records are `family`; also where the model's own manager would refuse to delete."""
        wanted = Q()
        for lookup in self.parties:
            wanted |= Q(**{f"{lookup}__in": list(family)})
        for column, other in self.through.items():
            wanted |= Q(**{f"{column}__in": _holdings[other].about(family).order_by().values("pk")})
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


@dataclass(frozen=True)
class Gathering:
    """What is held of a person and is not rows: `rows` reads it for the records of one customer, `told` are its keys with their words."""

    label: "str | StrPromise"
    told: Mapping[str, "str | StrPromise"]
    rows: Callable[[Workspace, Sequence[int]], Iterable[Mapping[str, Any]]]


_holdings: dict[str, Holding] = {}
_gatherings: dict[str, Gathering] = {}
_forgettings: dict[str, Forgetting] = {}
_findings: dict[str, Finding] = {}
_shared_folders: set[str] = set()


def register_holding(holding: Holding) -> None:
    """Say that a table holds personal data; registering again replaces."""
    _holdings[holding.model] = holding


def register_gathering(name: str, gathering: Gathering) -> None:
    """Say how `name` is handed over."""
    _gatherings[name] = gathering


def register_forgetting(name: str, function: Forgetting, *, folder: str = "") -> None:
    """Say how `name` is erased, after all rows of holdings.

    `folder`, below the files of the workspace, holds files of many people that `function` takes one person out of: nobody else deletes them.
    """
    _forgettings[name] = function
    if folder:
        _shared_folders.add(folder)


def register_finding(name: str, function: Finding) -> None:
    """Say how one looks for a person in `name` after an erasure."""
    _findings[name] = function


def holdings() -> list[Holding]:
    """Every holding, in the order in which rows go."""
    return sorted(_holdings.values(), key=lambda one: (one.rank, one.model))


def forgettings() -> Iterator[tuple[str, Forgetting]]:
    yield from sorted(_forgettings.items())


def shared_folders() -> frozenset[str]:
    """Folders of files that hold many people and lose one of them by their own forgetting."""
    return frozenset(_shared_folders)


def gatherings() -> Iterator[tuple[str, Gathering]]:
    yield from sorted(_gatherings.items())


def findings() -> Iterator[tuple[str, Finding]]:
    yield from sorted(_findings.items())
