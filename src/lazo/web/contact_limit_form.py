"""What was written on the page of the company's own contact limits, and how a limit is read there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lazo.customize.models import ContactLimit
from lazo.customize.operations.contact_limit import LimitFields
from lazo.customize.policy.rule import WEEK

FAILURES = {
    "bad_kind": _("Elige qué limita."),
    "bad_country": _("Elige un país de la lista."),
    "unknown_choice": _("Elige de la lista."),
    "no_hours": _("Escribe al menos un día con su horario."),
    "bad_hours": _("Cada día va de una hora a otra posterior, como 09:00 a 18:00."),
    "bad_count": _("Escribe un número: hasta 1.000 contactos y hasta 366 días."),
    "law_is_stricter": _("La ley de ese país ya pide lo mismo o más: este límite no cambiaría nada."),
}
DAYS = dict(
    zip(
        WEEK,
        (_("lunes"), _("martes"), _("miércoles"), _("jueves"), _("viernes"), _("sábado"), _("domingo")),
        strict=True,
    )
)
NOT_A_NUMBER = 0


@dataclass
class LimitForm:
    """`hours` are as they were written, by day of the week; `follows` is the version that is being changed (null: a new limit)."""

    kind: str = ContactLimit.Kind.BUDGET
    country: str = ""
    purposes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    hours: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    holidays: bool = False
    most: str = "4"
    days: str = "30"
    follows: int | None = None
    problems: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: QueryDict) -> "LimitForm":
        """What was sent."""
        follows = sent.get("sigue", "")
        return cls(
            kind=sent.get("tipo", ""),
            country=sent.get("pais", ""),
            purposes=tuple(sent.getlist("finalidad")),
            channels=tuple(sent.getlist("canal")),
            hours={day: (sent.get(f"desde-{day}", "").strip(), sent.get(f"hasta-{day}", "").strip()) for day in WEEK},
            holidays=bool(sent.get("feriados")),
            most=sent.get("cuantos", "").strip(),
            days=sent.get("dias", "").strip(),
            follows=int(follows) if follows.isdecimal() and len(follows) < 19 else None,
        )

    @classmethod
    def of_limit(cls, row: ContactLimit) -> "LimitForm":
        """To change a limit in force."""
        return cls(
            kind=row.kind,
            country=row.country,
            purposes=tuple(row.purposes),
            channels=tuple(row.channels),
            hours={day: (begins, ends) for day, (begins, ends) in row.hours.items()},
            holidays=row.holidays,
            most=str(row.most),
            days=str(row.days),
            follows=row.pk,
        )

    def fields(self) -> LimitFields:
        """As the operation takes it; a day of which only one end was written keeps it, to be refused."""
        hours = {day: [begins, ends] for day, (begins, ends) in self.hours.items() if begins or ends}
        return LimitFields(
            kind=self.kind,
            country=self.country,
            purposes=self.purposes,
            channels=self.channels,
            hours=hours,
            holidays=self.holidays,
            most=_number(self.most),
            days=_number(self.days),
        )

    def refuse(self, problems: Mapping[str, str]) -> None:
        self.problems = {name: str(FAILURES[code]) for name, code in problems.items()}

    @property
    def week(self) -> list[tuple[str, str, str, str]]:
        """Key, name, from and to of each day."""
        return [(day, str(name), *self.hours.get(day, ("", ""))) for day, name in DAYS.items()]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else NOT_A_NUMBER
