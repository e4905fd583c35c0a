"""How a column that fills one of the company's own fields is read."""

from dataclasses import dataclass

from lazo.identify.imports.values.dates import DateFormat
from lazo.identify.imports.values.numbers import NumberFormat


@dataclass(frozen=True)
class OwnColumn:
    """How one own field is read: `type` is of TraitDefinition.Type, the rest what that type needs."""

    type: str
    choices: tuple[str, ...] = ()
    number: NumberFormat | None = None
    day: DateFormat | None = None
    digits: int = 2
