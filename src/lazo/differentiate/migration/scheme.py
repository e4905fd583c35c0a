"""Schemes of classes over which migration is told, registered by whoever knows one: value tiers here, later a programme's levels."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Columns = Mapping[str, Any]
"""Arrays of a snapshot by the name of the column; texts as arrays of Python strings' codes are given by `Texts`."""
LOST, ABSENT = "LOST", "ABSENT"
"""The two places every scheme has beside its classes: lost, and not a customer then."""


class UnableToFindScheme(LookupError):
    """No package has registered a scheme of that key."""

    code = "unknown_scheme"


@dataclass(frozen=True)
class SchemeClass:
    """`rank`: who goes to a higher one rises; equal ranks are side by side."""

    key: str
    label: "str | StrPromise"
    rank: int


@dataclass(frozen=True)
class Scheme:
    """`columns` of the score file are given to `place`, which answers with the index of the class of each row, -1: in none of them."""

    key: str
    label: "str | StrPromise"
    classes: tuple[SchemeClass, ...]
    columns: tuple[str, ...]
    place: Callable[[Columns], Any]

    @property
    def lost(self) -> int:
        """The index of those who were lost."""
        return len(self.classes)

    @property
    def absent(self) -> int:
        """The index of those who were in no class."""
        return len(self.classes) + 1

    @property
    def places(self) -> int:
        return len(self.classes) + 2

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all places, the classes first."""
        return (*(one.key for one in self.classes), LOST, ABSENT)


_schemes: dict[str, Scheme] = {}


def register_scheme(scheme: Scheme) -> None:
    """Offer a scheme; registering again replaces."""
    _schemes[scheme.key] = scheme


def schemes() -> list[Scheme]:
    """In the order in which they were registered."""
    return list(_schemes.values())


def scheme_of(key: str) -> Scheme:
    """Raises UnableToFindScheme."""
    try:
        return _schemes[key]
    except KeyError:
        raise UnableToFindScheme(key) from None
