"""What was written on the page of the cycle's rules: numbers as the reader writes them, and the wanted mix."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from lazo.differentiate.positions.thresholds import LIMITS, WHOLE, Thresholds
from lazo.differentiate.queries.cycle_settings import AREAS
from lazo.web.company_words import MIX_FAILURE, THRESHOLD_FAILURES, THRESHOLD_NAMES
from lazo.web.formats import Formats
from lazo.web.queries.mix import MixLine
from lazo.web.words import AREA_NAMES


@dataclass(frozen=True)
class Cell:
    """One number: its field, words, what is written in it, what is proposed, and what is wrong with it."""

    name: str
    label: str
    text: str
    proposed: str = ""
    hint: tuple[str, str] = ("", "")
    error: str = ""


@dataclass
class CycleSettingsForm:
    """Reads decimal commas and points alike; nothing written is lost when something is wrong."""

    texts: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def kept(cls, thresholds: Thresholds, mix: Mapping[str, int]) -> "CycleSettingsForm":
        numbers = {name: plain(value) for name, value in asdict(thresholds).items()}
        return cls(numbers | {area: str(mix[area]) if mix else "" for area in AREAS})

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "CycleSettingsForm":
        return cls({name: str(data.get(name, "")).strip()[:12] for name in (*LIMITS, *AREAS)})

    def thresholds(self) -> dict[str, float]:
        """The numbers that can be read; `problems` names the others."""
        read: dict[str, float] = {}
        for name in LIMITS:
            number = _number(self.texts.get(name, ""))
            if number is None or (name in WHOLE and number != int(number)):
                self.problems[name] = "not_a_number"
            else:
                read[name] = number
        return read

    def mix(self) -> dict[str, int]:
        """Percent by area; empty where nothing is written."""
        if not any(self.texts.get(area) for area in AREAS):
            return {}
        numbers = {area: _number(self.texts.get(area) or "0") for area in AREAS}
        if any(number is None or number != int(number) for number in numbers.values()):
            self.problems["target_mix"] = "not_100"
            return {}
        return {area: int(number or 0) for area, number in numbers.items()}

    def rules(self, formats: Formats) -> list[Cell]:
        proposed = asdict(Thresholds())
        return [self._cell(name, proposed[name], formats) for name in LIMITS]

    def areas(self, formats: Formats, today: Mapping[str, MixLine]) -> list[Cell]:
        """With what each area has of the customers today, where that is known."""
        return [self._area(area, formats, today.get(area)) for area in AREAS]

    def _area(self, area: str, formats: Formats, today: MixLine | None) -> Cell:
        share = formats.percent(today.customers) if today and today.customers is not None else ""
        return Cell(area, str(AREA_NAMES[area]), self.texts.get(area, ""), proposed=share)

    @property
    def mix_problem(self) -> str:
        return str(MIX_FAILURE) if "target_mix" in self.problems else ""

    def _cell(self, name: str, proposed: float, formats: Formats) -> Cell:
        low, high = (formats.number(limit, 0 if limit == int(limit) else 2) for limit in LIMITS[name])
        failure = THRESHOLD_FAILURES.get(self.problems.get(name, ""), "")
        error = str(failure) % {"low": low, "high": high} if failure else ""
        shown = formats.number(proposed, 0 if name in WHOLE else 1)
        text = self.texts.get(name, "")
        if _number(text) is not None and formats.number(0.5, 1) == "0,5":
            text = text.replace(".", ",")
        return Cell(name, str(THRESHOLD_NAMES[name]), text, shown, (low, high), error)


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


def plain(value: float) -> str:
    """A number without decimals it does not need."""
    return str(int(value)) if value == int(value) else str(value)
