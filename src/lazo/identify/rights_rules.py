"""Until when a request about personal data must be answered, by country: dated data with its law, to be confirmed by a local lawyer.

The laws name their days differently; where one speaks of several deadlines the one to answer the person is here. What nobody could
confirm says so in `note`.
"""

from dataclasses import dataclass
from datetime import date

from lazo.identify.models.data_request import DataRequest

Kind, Unit = DataRequest.Kind, DataRequest.Unit
HOUSE_DAYS = 15


@dataclass(frozen=True)
class RightsRule:
    """`days` in `unit` from the day it came in; `extension` more may be taken once, with a reason (0: none).

    `pauses` says whether the clock stands still while the person is asked for what is missing. It holds for requests that come in from
    `valid_from` until before `valid_to` (null: open).
    """

    country: str
    kinds: tuple[str, ...]
    days: int
    unit: str
    law: str
    extension: int = 0
    pauses: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""


ALL = tuple(Kind.values)
READING = (str(Kind.ACCESS), str(Kind.PORTABILITY))
CHANGING = tuple(kind for kind in ALL if kind not in READING)
BUSINESS, CALENDAR, MONTHS = str(Unit.BUSINESS_DAYS), str(Unit.DAYS), str(Unit.MONTHS)
CHILE_CHANGES = date(2026, 12, 1)
MEXICO_CHANGED = date(2025, 3, 21)
PERU_CHANGED = date(2025, 3, 30)

RULES = (
    RightsRule("AR", READING, 10, CALENDAR, "Ley 25.326, art. 14"),
    RightsRule("AR", CHANGING, 5, BUSINESS, "Ley 25.326, art. 16"),
    RightsRule("BR", ALL, 15, CALENDAR, "LGPD, arts. 18 y 19"),
    RightsRule("CL", ALL, 2, BUSINESS, "Ley 19.628, art. 16", valid_to=CHILE_CHANGES),
    RightsRule("CL", (str(Kind.BLOCKING),), 2, BUSINESS, "Ley 21.719 (bloqueo temporal)", valid_from=CHILE_CHANGES),
    RightsRule("CL", ALL, 30, CALENDAR, "Ley 21.719, art. 11", extension=30, valid_from=CHILE_CHANGES),
    RightsRule("CO", READING, 10, BUSINESS, "Ley 1581 de 2012, art. 14", extension=5),
    RightsRule("CO", CHANGING, 15, BUSINESS, "Ley 1581 de 2012, art. 15", extension=8),
    RightsRule("CR", ALL, 5, BUSINESS, "Ley 8968, art. 7"),
    RightsRule("DO", READING, 5, BUSINESS, "Ley 172-13, art. 10"),
    RightsRule("DO", CHANGING, 10, BUSINESS, "Ley 172-13, art. 8"),
    RightsRule("EC", ALL, 15, CALENDAR, "LOPDP, arts. 13 a 18"),
    RightsRule("ES", ALL, 1, MONTHS, "RGPD, art. 12.3", extension=2),
    RightsRule("MX", ALL, 20, BUSINESS, "LFPDPPP de 2010, art. 32", extension=20, valid_to=MEXICO_CHANGED),
    RightsRule("MX", ALL, 20, BUSINESS, "LFPDPPP de 2025", extension=20, valid_from=MEXICO_CHANGED),
    RightsRule("PA", READING, 10, BUSINESS, "Ley 81 de 2019"),
    RightsRule("PA", CHANGING, 5, BUSINESS, "Ley 81 de 2019"),
    RightsRule("PE", READING, 20, BUSINESS, "Ley 29733; DS 003-2013-JUS", extension=20, valid_to=PERU_CHANGED),
    RightsRule("PE", CHANGING, 10, BUSINESS, "Ley 29733; DS 003-2013-JUS", extension=10, valid_to=PERU_CHANGED),
    RightsRule("PE", READING, 20, BUSINESS, "Ley 29733; DS 016-2024-JUS", extension=20, valid_from=PERU_CHANGED),
    RightsRule("PE", CHANGING, 10, BUSINESS, "Ley 29733; DS 016-2024-JUS", extension=10, valid_from=PERU_CHANGED),
    RightsRule(
        "PY", ALL, HOUSE_DAYS, BUSINESS, "Ley de protección de datos personales, 2025", note="plazo sin confirmar"
    ),
    RightsRule(
        "SV", ALL, HOUSE_DAYS, BUSINESS, "Ley para la protección de datos personales, 2024", note="plazo sin confirmar"
    ),
    RightsRule("UY", ALL, 5, BUSINESS, "Ley 18.331, arts. 14 y 15"),
)


def rule_of(*, country: str, kind: str, on: date) -> RightsRule:
    """The rule of `country` (ISO alpha-2) for a request of `kind` that came in `on`; the house's own where we know none."""
    for rule in RULES:
        holds = (rule.valid_from is None or rule.valid_from <= on) and (rule.valid_to is None or on < rule.valid_to)
        if rule.country == country and kind in rule.kinds and holds:
            return rule
    return RightsRule(country, ALL, HOUSE_DAYS, BUSINESS, "", note="sin norma conocida: plazo de la casa")
