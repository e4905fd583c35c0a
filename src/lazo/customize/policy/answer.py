"""What the policy answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ALLOWED = ""
"""The rule of who may be contacted: none forbids it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`rule` is the key of the first rule that forbids it (blank: none does) and `country` whose law that is (blank: no country's).

    `words` say it in a sentence of the reader's language. `until` is the first instant at which it would be allowed, as far as anybody
    knows now: the one asked about where it is allowed, null where waiting does not help.
    """

    allowed: bool
    rule: str
    words: str
    until: datetime | None
    country: str = ""


@dataclass(frozen=True)
class Answers:
    """One answer for each of the parties asked about, in their order: `allowed, codes = answers` unpacks.

    `codes` lead into `names`, the keys of the rules that forbid (the first, blank, forbids nothing), and `countries` says whose they are.
    """

    allowed: "NDArray[np.bool_]"
    codes: "NDArray[np.int16]"
    names: tuple[str, ...]
    countries: tuple[str, ...]

    def __iter__(self) -> Iterator[Any]:
        return iter((self.allowed, self.codes))

    def counts(self) -> dict[str, int]:
        """How many each rule holds back, by its key; rules that hold nobody back are not there."""
        import numpy as np

        found = np.bincount(self.codes, minlength=len(self.names))
        return {name: int(found[code]) for code, name in enumerate(self.names) if name and found[code]}

    def rule_of(self, place: int) -> str:
        """The key of the rule that forbids the party at that place; blank where none does."""
        return self.names[int(self.codes[place])]
