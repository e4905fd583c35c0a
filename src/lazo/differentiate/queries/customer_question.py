"""What somebody asks of the list of customers. The address of the page is this question and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

LONGEST_TEXT = 120
MOST_VALUES = 50
MOST_ROWS = 1_000
PAGE = 50
HIGH_RISK, MEDIUM_RISK = 40, 20
"""Percent: above the first the risk of leaving is high, from the second on it is medium."""
OUTSIDE = "outside"
TRAIT = "trait:"
OPERATORS = ("is", "from", "to", "contains", "has", "empty")

AREAS = {
    "adquirir": "ACQUIRE",
    "mantener": "KEEP",
    "maximizar": "MAXIMIZE",
    "fidelizar": "LOYALTY",
    "retener": "RETAIN",
    "fuera": OUTSIDE,
}
KINDS = {"persona": "PERSON", "empresa": "ORGANIZATION", "hogar": "HOUSEHOLD"}
RISKS = {"alto": "high", "medio": "medium", "bajo": "low"}
STRATEGIC = {
    "valor": "HIGH_LTV",
    "costo": "COST_MAGNET",
    "referente": "BENCHMARK",
    "inspira": "INSPIRATION",
    "testimonio": "REFEREE",
    "puertas": "DOOR_OPENER",
}
"""Why somebody is strategically significant."""
FLAGS = {"si": "1", "no": "0"}
NOBODY = 0
"""The owner of what belongs to nobody."""


@dataclass(frozen=True)
class ListQuestion:
    """Values of one field are alternatives, fields are conditions that all hold; an empty field asks nothing.

    `areas` are keys of CycleArea and OUTSIDE; `risks` high, medium, low; `rfm` cells of recency and frequency such as "55"; `strategic_kinds` are kinds of the register of
    strategically significant customers; `segments` are keys of segments, in any of which a customer is; money is base
    minor units: `value` is the projected value of a year, `cost` that of serving in 12 months, `net` the margin after it; `owners` are ids, NOBODY for none; `traits` are (key, operator, value) with an operator of
    OPERATORS. `sort` is the key of a column, with a minus for the largest first; `after` the cursor of a page before. `columns` are
    those shown, blank for the usual ones: the rows carry the values of the traits among them.
    """

    text: str = ""
    areas: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    tiers: tuple[str, ...] = ()
    rfm: tuple[str, ...] = ()
    strategic: bool | None = None
    strategic_kinds: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    value_from: int | None = None
    value_to: int | None = None
    cost_from: int | None = None
    cost_to: int | None = None
    net_from: int | None = None
    net_to: int | None = None
    last_day_from: date | None = None
    last_day_to: date | None = None
    created_from: date | None = None
    contact_to: date | None = None
    traits: tuple[tuple[str, str, str], ...] = ()
    sort: str = "-value_365d"
    after: str = ""
    size: int = PAGE
    columns: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: Any) -> "ListQuestion":
        """The question of an address (a QueryDict or a mapping of lists of text); what nobody can have meant is left out."""
        read = _Params(params)
        return cls(
            text=read.first("q")[:LONGEST_TEXT],
            areas=read.known("area", AREAS),
            kinds=read.known("tipo", KINDS),
            risks=read.known("riesgo", RISKS),
            cities=read.all("ciudad"),
            countries=tuple(code.upper() for code in read.all("pais") if len(code) == 2),
            owners=read.numbers("responsable"),
            tiers=tuple(tier for tier in read.all("nivel") if len(tier) <= 3),
            rfm=tuple(cell for cell in read.all("rfm") if len(cell) == 2 and cell.isdecimal()),
            strategic={"si": True, "no": False}.get(read.first("estrategico")),
            strategic_kinds=read.known("clase_estrategica", STRATEGIC),
            segments=read.all("segmento"),
            value_from=read.number("valor_desde"),
            value_to=read.number("valor_hasta"),
            cost_from=read.number("costo_desde"),
            cost_to=read.number("costo_hasta"),
            net_from=read.number("margen_desde"),
            net_to=read.number("margen_hasta"),
            last_day_from=read.day("compra_desde"),
            last_day_to=read.day("compra_hasta"),
            created_from=read.day("creado_desde"),
            contact_to=read.day("contacto_hasta"),
            traits=read.traits(),
            sort=read.first("orden") or "-value_365d",
            after=read.first("desde"),
            columns=read.all("columna"),
        )

    def as_params(self) -> dict[str, list[str]]:
        """The parameters of the address, each a list of text: what `from_params` reads back. Defaults are left out."""
        told: dict[str, list[str]] = {
            "q": [self.text],
            "area": _named(self.areas, AREAS),
            "tipo": _named(self.kinds, KINDS),
            "riesgo": _named(self.risks, RISKS),
            "ciudad": list(self.cities),
            "pais": list(self.countries),
            "responsable": [str(owner) for owner in self.owners],
            "nivel": list(self.tiers),
            "rfm": list(self.rfm),
            "estrategico": [] if self.strategic is None else ["si" if self.strategic else "no"],
            "clase_estrategica": _named(self.strategic_kinds, STRATEGIC),
            "segmento": list(self.segments),
            "valor_desde": _text(self.value_from),
            "valor_hasta": _text(self.value_to),
            "costo_desde": _text(self.cost_from),
            "costo_hasta": _text(self.cost_to),
            "margen_desde": _text(self.net_from),
            "margen_hasta": _text(self.net_to),
            "compra_desde": _text(self.last_day_from),
            "compra_hasta": _text(self.last_day_to),
            "creado_desde": _text(self.created_from),
            "contacto_hasta": _text(self.contact_to),
            "rasgo": [":".join(trait) for trait in self.traits],
            "orden": [] if self.sort == "-value_365d" else [self.sort],
            "desde": [self.after],
            "columna": list(self.columns),
        }
        return {name: values for name, values in told.items() if any(values)}

    def without(self, *names: str) -> "ListQuestion":
        """The same question without those fields, from its first page."""
        default = {field.name: field.default for field in fields(self)}
        return replace(self, **{name: default[name] for name in (*names, "after")})  # type: ignore[arg-type]  # each its own default

    @property
    def is_broad(self) -> bool:
        """Whether nothing is asked but an order."""
        plain = ListQuestion()
        aside = {"sort", "after", "size", "columns"}
        return all(
            getattr(self, field.name) == getattr(plain, field.name) for field in fields(self) if field.name not in aside
        )


class _Params:
    """Reads values of an address, each name once or more."""

    def __init__(self, params: Any) -> None:
        self._params: Mapping[str, Any] = params

    def all(self, name: str) -> tuple[str, ...]:
        values = self._params.getlist(name) if hasattr(self._params, "getlist") else self._params.get(name, ())
        values = [values] if isinstance(values, str) else values
        clean = (str(value).replace("\x00", "").strip()[:LONGEST_TEXT] for value in values[:MOST_VALUES])
        return tuple(dict.fromkeys(value for value in clean if value))

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def known(self, name: str, words: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(words[value] for value in self.all(name) if value in words)

    def numbers(self, name: str) -> tuple[int, ...]:
        return tuple(number for value in self.all(name) if (number := _number(value)) is not None)

    def number(self, name: str) -> int | None:
        return _number(self.first(name))

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.first(name))
        except ValueError:
            return None

    def traits(self) -> tuple[tuple[str, str, str], ...]:
        parts = (value.split(":", 2) for value in self.all("rasgo"))
        return tuple((key, how, value) for key, how, value in (p for p in parts if len(p) == 3) if how in OPERATORS)


def _number(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isdecimal() and digits.isascii() and len(digits) <= 18 else None


def _named(values: Iterable[str], words: Mapping[str, str]) -> list[str]:
    if not values:
        return []
    names = {value: word for word, value in words.items()}
    return [names[value] for value in values if value in names]


def _text(value: int | date | None) -> list[str]:
    return [] if value is None else [str(value)]
