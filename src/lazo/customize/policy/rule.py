"""A rule of contact: of a country's law or of the company's own, always one more thing that has to hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class Kind(StrEnum):
    """What a rule asks: an age, a permission, a recent copy of a registry, hours, at most so many, so many days apart, or one channel."""

    AGE = "age"
    CONSENT = "consent"
    REGISTRY = "registry"
    HOURS = "hours"
    CAP = "cap"
    GAP = "gap"
    MIX = "mix"


class Certainty(StrEnum):
    """How we know a rule of law: its text was read, somebody tells it, sources differ or leave room; OWN is no law."""

    READ = "read"
    SECONDARY = "secondary"
    TO_CONFIRM = "to_confirm"
    OWN = "own"


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COUNTED = (Kind.CAP, Kind.GAP, Kind.MIX)
"""The kinds that look at what was sent before."""
WAITING = (Kind.HOURS, *COUNTED)
"""The kinds that pass by themselves: who waits is allowed."""
Spans = Mapping[int, tuple[time, time]]
"""By day of the week (0 is Monday) from when until before when; a day that is not there is closed."""


@dataclass(frozen=True)
class Rule:
    """One rule. Empty `purposes` or `channels` are all of them (of own limits all purposes but service).

    HOURS has `spans` and whether it stays open on `holidays`; CAP allows `most` contacts in any `days` days and GAP one, counting those by
    `together` (empty: by the rule's own channels); MIX forbids, for `days` days, to change the channel of the last contact. AGE and
    REGISTRY have theirs. It holds from `valid_from` until before `valid_to`. `note` is by language; `version` is an own limit's.
    """

    key: str
    kind: Kind
    country: str = ""
    purposes: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    law: str = ""
    source: str = ""
    checked_on: date | None = None
    certainty: Certainty = Certainty.OWN
    valid_from: date | None = None
    valid_to: date | None = None
    spans: Spans = field(default_factory=dict)
    holidays: bool = True
    most: int = 1
    days: int = 1
    together: frozenset[str] = frozenset()
    age: int = 0
    registry: str = ""
    log_days: int = 0
    note: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = False

    def __hash__(self) -> int:
        return hash(self.key)

    def asks(self, *, purpose: str, channel: str) -> bool:
        """Whether it says anything about that purpose by that channel."""
        return (not self.purposes or purpose in self.purposes) and (not self.channels or channel in self.channels)

    def holds(self, *, country: str, on: date) -> bool:
        """Whether it is in force on a day for somebody of `country`."""
        begun = self.valid_from is None or self.valid_from <= on
        return self.country in {"", country} and begun and (self.valid_to is None or on < self.valid_to)

    @property
    def hours(self) -> dict[str, list[str]]:
        """The spans as they are written: {"mon": ["07:00", "19:00"]}."""
        return {WEEK[day]: [clock_text(begins), clock_text(ends)] for day, (begins, ends) in sorted(self.spans.items())}

    @property
    def counted_channels(self) -> frozenset[str]:
        """The channels whose contacts count; empty: all."""
        return self.together or self.channels

    @property
    def counted_most(self) -> int:
        """How many contacts the days may already have; with as many no other is allowed."""
        return self.most if self.kind == Kind.CAP else 1


def clock_text(at: time) -> str:
    """As a pack writes it: "07:00", and the end of the day "24:00"."""
    return "24:00" if at == time.max else at.strftime("%H:%M")
