"""What was written on the page of currencies: one rate, or many pasted from a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.identify.imports.rate_table import (
    RateLine,
    RateProblem,
    RateTable,
    UnableToReadRates,
    read_rate_lines,
    read_rate_table,
)
from lazo.kernel.models import User
from lazo.kernel.operations.exchange_rate import RatesSet, set_exchange_rate, set_exchange_rates


@dataclass
class RateForm:
    """The cells as they were written, and what is wrong with them; empty before anything was."""

    currency: str = ""
    day: str = ""
    rate: str = ""
    pasted: str = ""
    refusal: str = ""
    problems: tuple[RateProblem, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "RateForm":
        currency, day, rate, pasted = (data.get(name, "").strip() for name in ("moneda", "fecha", "cambio", "lista"))
        return cls(currency, day, rate, pasted)

    def problem(self, column: str) -> str:
        """The sentence beside a cell of the single rate; blank where it is fine."""
        return next((one.sentence for one in self.problems if not self.pasted and one.column == column), "")

    @property
    def currency_problem(self) -> str:
        return self.problem("currency")

    @property
    def day_problem(self) -> str:
        return self.problem("day")

    @property
    def rate_problem(self) -> str:
        return self.problem("rate")

    def save(self, *, by: User) -> RatesSet | None:
        """Set the good rates; None when there is none. What is wrong stays in the form. Raises UnableToSetRate."""
        table = self._read()
        self.problems = tuple(table.problems)
        if not table.rates:
            return None
        if self.pasted:
            return set_exchange_rates(rates=table.rates, by=by)
        one = table.rates[0]
        set_exchange_rate(currency=one.currency, day=one.day, rate=one.rate, by=by)
        return RatesSet(new=1, changed=0, same=0)

    def _read(self) -> RateTable:
        if not self.pasted:
            return read_rate_lines([RateLine(1, self.currency, self.day, self.rate)])
        try:
            return read_rate_table(self.pasted)
        except UnableToReadRates as error:
            self.refusal = _("Falta la columna: %(columns)s. Los títulos son moneda, fecha y cambio.") % error.params
            return RateTable([], [])


def saved_sentence(done: RatesSet) -> str:
    """What the page says after a rate or a list went in."""
    count = done.new + done.changed + done.same
    return ngettext("Guardamos el cambio.", "Guardamos %(count)s cambios.", count) % {"count": count}
