"""What rules may speak of: fields of the customer and of the score run, traits, families of facts.

Packages above register families and fields of their own at start-up; traits come from the company's definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

AREAS = ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN")
OUTSIDE = "OUT"
"""Scored, and in no area of the cycle."""


class ValueType(StrEnum):
    TEXT = "text"
    WORDS = "words"
    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    DAY = "day"
    FLAG = "flag"
    ID = "id"
    PARTY = "party"


class Derive(StrEnum):
    """How a field follows from its column: as it is, years of age, percent at risk, a digit of RFM, or blank as OUTSIDE."""

    PLAIN = ""
    AGE = "age"
    RISK = "risk"
    FIRST_DIGIT = "digit_1"
    SECOND_DIGIT = "digit_2"
    THIRD_DIGIT = "digit_3"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field: `table` is "parties" or "scores", `column` its column there; `choices` close the values of a text (empty: open).

    `is_demographic` fields describe who somebody is or who looks after them, not what they do or are worth.
    """

    key: str
    type: ValueType
    table: str
    column: str
    derive: Derive = Derive.PLAIN
    is_demographic: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TraitSpec:
    """A trait as its definition says it; `is_demographic` where its values only describe (declared, from a third party)."""

    key: str
    definition_id: int
    type: ValueType
    is_demographic: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Where a family's rows have lines of their own: their table, the column of the fact, and the lookup of what a line is of."""

    table: str
    fact: str
    lookup: str
    key: str
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FactFamily:
    """Facts with `party_id` and `day`. `attributes` are names in rules and columns; `amount` is money, blank: none.

    Rows with a negative amount (returns) are not counted and not first or last, but they are summed.
    """

    key: str
    table: str
    attributes: Mapping[str, str]
    amount: str = ""
    lines: Lines | None = None
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all_attributes(self) -> tuple[str, ...]:
        return (*self.attributes, *(self.lines.attributes if self.lines else ()))


def _field(key: str, type_: ValueType, table: str, column: str = "", **more: object) -> FieldSpec:
    return FieldSpec(key, type_, table, column or key, **more)  # type: ignore[arg-type]  # named as the fields are


_T = ValueType
_PARTIES = (
    _field("kind", _T.TEXT, "parties", is_demographic=True, choices=("PERSON", "ORGANIZATION", "HOUSEHOLD")),
    _field("country", _T.TEXT, "parties", is_demographic=True),
    _field("city", _T.TEXT, "parties", is_demographic=True),
    _field("age", _T.NUMBER, "parties", "born_on", derive=Derive.AGE, is_demographic=True),
    _field("industry", _T.TEXT, "parties", is_demographic=True, choices=tuple("ABCDEFGHIJKLMNOPQRSTU")),
    _field("size", _T.TEXT, "parties", is_demographic=True, choices=("MICRO", "SMALL", "MEDIUM", "LARGE", "HUGE")),
    _field("owner", _T.ID, "parties", "owner_id", is_demographic=True),
    _field("team", _T.ID, "parties", "team_id", is_demographic=True),
    _field("created", _T.DAY, "parties", "created_on", is_demographic=True),
)
_SCORES = (
    _field("area", _T.TEXT, "scores", derive=Derive.AREA, choices=(*AREAS, OUTSIDE)),
    _field("sub_state", _T.TEXT, "scores"),
    _field("also_in", _T.WORDS, "scores", choices=AREAS),
    _field("place", _T.SHARE, "scores"),
    _field("value_12m", _T.MONEY, "scores"),
    _field("value_365d", _T.MONEY, "scores"),
    _field("clv", _T.MONEY, "scores"),
    _field("potential_value", _T.MONEY, "scores"),
    _field("cost_12m", _T.MONEY, "scores"),
    _field("net_12m", _T.MONEY, "scores"),
    _field("tier", _T.TEXT, "scores", choices=("MVC", "SGC", "MGC", "LMC", "BZ")),
    _field("customer_class", _T.TEXT, "scores", choices=("best", "frequent", "buyer", "not_best")),
    _field("strategic", _T.FLAG, "scores"),
    _field("strategic_kinds", _T.WORDS, "scores", choices=("HIGH_LTV", "COST_MAGNET")),
    _field("p_alive", _T.SHARE, "scores"),
    _field("risk", _T.NUMBER, "scores", "p_alive", derive=Derive.RISK),
    _field("rfm", _T.TEXT, "scores"),
    _field("recency", _T.NUMBER, "scores", "rfm", derive=Derive.FIRST_DIGIT),
    _field("frequency", _T.NUMBER, "scores", "rfm", derive=Derive.SECOND_DIGIT),
    _field("monetary", _T.NUMBER, "scores", "rfm", derive=Derive.THIRD_DIGIT),
    _field("overdue_ratio", _T.NUMBER, "scores"),
    _field("expected_gap", _T.NUMBER, "scores"),
)
PURCHASES = FactFamily(
    key="purchases",
    table="purchases",
    attributes={},
    amount="amount",
    lines=Lines(
        table="purchase_lines",
        fact="purchase_id",
        lookup="products",
        key="product_id",
        attributes={"products": "sku", "categories": "category"},
    ),
)
INTERACTIONS = FactFamily(
    key="interactions",
    table="interactions",
    attributes={"channels": "channel", "directions": "direction", "kinds": "kind"},
    choices={"directions": ("IN", "OUT")},
)
CONSENT_STATES = ("GRANTED", "WITHDRAWN", "EXPIRED", "UNKNOWN")
WAYS = {"email": 1, "phone": 2, "sms": 2, "whatsapp": 6, "letter": 8, "visit": 8}
"""By channel, the bits of `parties.ways` of which one must be there: e-mail 1, telephone 2, WhatsApp without a number 4, address 8."""


@dataclass(frozen=True)
class Vocabulary:
    """What a company's rules may speak of; `segments` are the keys that another rule may name (null: any)."""

    fields: Mapping[str, FieldSpec]
    families: Mapping[str, FactFamily]
    traits: Mapping[str, TraitSpec] = field(default_factory=dict)
    relations: tuple[str, ...] | None = None
    purposes: tuple[str, ...] | None = None
    segments: frozenset[str] | None = None

    def with_traits(self, *traits: TraitSpec) -> Self:
        return replace(self, traits={trait.key: trait for trait in traits})


BASE = Vocabulary(
    fields={spec.key: spec for spec in (*_PARTIES, *_SCORES)},
    families={family.key: family for family in (PURCHASES, INTERACTIONS)},
)
"""What every company has."""
