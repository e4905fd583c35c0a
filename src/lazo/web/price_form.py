"""What was written on the page of price indexes: one level, or many pasted from a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lazo.identify.imports.price_table import (
    PriceLine,
    PriceProblem,
    PriceTable,
    UnableToReadPrices,
    read_price_lines,
    read_price_table,
)
from lazo.kernel.models import User
from lazo.kernel.operations.price_index import LevelsSet, set_price_levels


@dataclass
class PriceForm:
    """The cells as they were written, and what is wrong with them; empty before anything was."""

    index: str = ""
    month: str = ""
    level: str = ""
    pasted: str = ""
    refusal: str = ""
    problems: tuple[PriceProblem, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "PriceForm":
        index, month, level, pasted = (data.get(name, "").strip() for name in ("indice", "mes", "nivel", "lista"))
        return cls(index, month, level, pasted)

    def problem(self, column: str) -> str:
        """The sentence beside a cell of the single level; blank where it is fine."""
        return next((one.sentence for one in self.problems if not self.pasted and one.column == column), "")

    @property
    def index_problem(self) -> str:
        return self.problem("index")

    @property
    def month_problem(self) -> str:
        return self.problem("month")

    @property
    def level_problem(self) -> str:
        return self.problem("level")

    def save(self, *, by: User) -> LevelsSet | None:
        """Set the good levels; None when there is none. What is wrong stays in the form. Raises UnableToSetPrices."""
        table = self._read()
        self.problems = tuple(table.problems)
        return set_price_levels(levels=table.levels, by=by) if table.levels else None

    def _read(self) -> PriceTable:
        if not self.pasted:
            return read_price_lines([PriceLine(1, self.index, self.month, self.level)])
        try:
            return read_price_table(self.pasted)
        except UnableToReadPrices as error:
            self.refusal = _("Falta la columna: %(columns)s. Los títulos son índice, mes y nivel.") % error.params
            return PriceTable([], [])


def saved_levels(done: LevelsSet) -> str:
    """What the page says after a level or a list went in."""
    count = done.new + done.changed + done.same
    return ngettext("Guardamos el nivel.", "Guardamos %(count)s niveles.", count) % {"count": count}
