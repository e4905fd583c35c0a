"""What was written on the page of the costs of serving: a line per activity, an amount, the day from which they hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext_lazy as _

from lazo.analytics.cost_to_serve import Activity, UnitCost
from lazo.differentiate.models import CostSheet
from lazo.differentiate.queries.activities import SeenActivity
from lazo.identify.models import Interaction
from lazo.web.formats import Formats
from lazo.web.written_amount import read_amount

BLANK_LINES = 2
MOST_LINES = 120
FAILURES = {
    "not_an_amount": _("Escribe cuánto cuesta, como 4.500."),
    "out_of_range": _("No puede ser menor que cero."),
    "said_twice": _("Esta actividad ya está arriba."),
    "too_long": _("Es demasiado largo."),
    "unknown_direction": _("Elige de quién fue."),
    "no_activity": _("Di de qué canal, dirección o tipo es."),
}
ACTIVITIES = {
    Activity.ORDER: _("Atender un pedido"),
    Activity.DELIVERY: _("Entregar un pedido"),
    Activity.RETURN: _("Atender una devolución"),
}
DIRECTIONS = Interaction.Direction


@dataclass(frozen=True)
class CostLine:
    """One activity with what was written; `n` is how often it happened in 12 months (null: not known), `is_free` lets one write the activity."""

    activity: str
    channel: str = ""
    direction: str = ""
    kind: str = ""
    text: str = ""
    n: int | None = None
    is_free: bool = False
    error: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.activity, self.channel.lower(), self.direction, self.kind.lower()

    @property
    def label(self) -> str:
        """How the activity is called in the table."""
        if self.activity != Activity.CONTACT:
            return str(ACTIVITIES[Activity(self.activity)])
        direction = str(DIRECTIONS(self.direction).label) if self.direction in DIRECTIONS.values else ""
        return " · ".join(part for part in (self.channel, direction, self.kind) if part) or str(_("Cualquier contacto"))


@dataclass
class CostForm:
    """Nothing written is lost when something is wrong."""

    day: str
    lines: list[CostLine]
    problem: str = ""

    @classmethod
    def of_sheet(cls, sheet: CostSheet | None, seen: Sequence[SeenActivity], formats: Formats) -> "CostForm":
        """What holds, with a line for every activity that happened, and blank ones for others."""
        costs = [UnitCost(**cost) for cost in sheet.costs] if sheet else []
        lines = {line.key: line for line in _lines_of(seen)}
        for cost in costs:
            line = CostLine(cost.activity, cost.channel, cost.direction, cost.kind)
            held = lines.get(line.key, line)
            lines[line.key] = replace(held, text=_plain(cost.amount, formats))
        day = sheet.valid_from.isoformat() if sheet and sheet.valid_from else ""
        free = [CostLine(Activity.CONTACT, is_free=True) for _n in range(BLANK_LINES)]
        return cls(day, [*lines.values(), *free])

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "CostForm":
        """What was sent."""
        lines = []
        for number in range(MOST_LINES):
            activity = data.get(f"actividad-{number}", "")
            if activity not in set(Activity):
                break
            names = ("canal", "direccion", "tipo", "costo")
            channel, direction, kind, text = (data.get(f"{name}-{number}", "").strip()[:200] for name in names)
            n = data.get(f"veces-{number}", "")
            free = bool(data.get(f"libre-{number}"))
            times = int(n) if n.isdecimal() and len(n) < 12 else None
            lines.append(CostLine(activity, channel, direction, kind, text, n=times, is_free=free))
        return cls(data.get("desde", "").strip()[:10], lines)

    def costs(self, formats: Formats) -> list[UnitCost]:
        """The unit costs that are written; lines without an amount state nothing. What cannot be read stays in the lines as an error."""
        found: list[UnitCost] = []
        for place, line in enumerate(self.lines):
            if not line.text:
                continue
            amount = read_amount(line.text, formats)
            if amount is None:
                self._wrong(place, "not_an_amount")
            elif line.is_free and not (line.channel or line.direction or line.kind):
                self._wrong(place, "no_activity")
            else:
                found.append(UnitCost(line.activity, amount, line.channel, line.direction, line.kind))
        return found

    def valid_from(self) -> date | None:
        """The day, null for «since ever»; what is no day is said so in `problem`."""
        if not self.day:
            return None
        try:
            return date.fromisoformat(self.day)
        except ValueError:
            self.problem = str(_("Escribe el día con año, mes y día."))
            return None

    def refuse(self, problems: Mapping[int, str]) -> None:
        """Put what the operation refused beside the line it came from."""
        written = [place for place, line in enumerate(self.lines) if line.text]
        for number, code in problems.items():
            self._wrong(written[number], code)

    @property
    def has_errors(self) -> bool:
        return bool(self.problem) or any(line.error for line in self.lines)

    def _wrong(self, place: int, code: str) -> None:
        self.lines[place] = replace(self.lines[place], error=str(FAILURES.get(code, FAILURES["not_an_amount"])))


def _lines_of(seen: Iterable[SeenActivity]) -> list[CostLine]:
    own = [CostLine(activity) for activity in ACTIVITIES]
    return own + [CostLine(Activity.CONTACT, one.channel, one.direction, one.kind, n=one.n) for one in seen]


def _plain(amount: int, formats: Formats) -> str:
    """As one would write it: the company's separators, no symbol."""
    major = formats.major(amount)
    digits = 0 if major == major.to_integral_value() else formats.minor_digits
    return formats.number(major, digits)
