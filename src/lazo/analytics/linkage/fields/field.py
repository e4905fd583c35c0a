"""What a kind of value brings to linkage."""

from __future__ import annotations

from dataclasses import dataclass

from lazo.analytics.linkage.comparison import Comparison
from lazo.analytics.linkage.derived import Derived


@dataclass(frozen=True)
class Field:
    """`derived`: the columns made of a record's own; `comparison`: how two are compared; `keys`: columns worth looking others up by.

    `frequencies` are the derived columns of which the model keeps how common each value is.
    """

    derived: tuple[Derived, ...]
    comparison: Comparison
    keys: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()
