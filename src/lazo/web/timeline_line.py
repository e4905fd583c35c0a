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
    """`area` colours the sign; `parts` are lines under the title, `long` a text of somebody, whole; `other` a customer to open."""

    icon: str
    title: str
    parts: tuple[str, ...] = ()
    long: str = ""
    area: str = ""
    marks: tuple[Mark, ...] = ()
    other: int | None = None
    other_name: str = ""
    trait: str = ""
    day: date | None = None
    when: str = ""
