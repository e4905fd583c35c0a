"""One line of a customer's history as its template shows it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Mark:
    """A badge; `state` is ok, warn, bad or line."""

    words: str
    state: str = ""


@dataclass(frozen=True)
class Line:
    """`area` colours the sign; `parts` are lines under the title, `long` a text of somebody, whole; `to_do` one still to be done,
    `trait` one that can be corrected, `other` a customer to open, after `other_words`.
    """

    icon: str
    title: str
    parts: tuple[str, ...] = ()
    long: str = ""
    area: str = ""
    marks: tuple[Mark, ...] = ()
    other: int | None = None
    other_name: str = ""
    other_words: str = ""
    trait: str = ""
    to_do: int | None = None
    day: date | None = None
    when: str = ""
