"""A label table as what the statistics learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lazo.differentiate.models import LabelTable
from lazo.differentiate.propensity.table_file import read_rows

if TYPE_CHECKING:
    from lazo.analytics.propensity.columns import ReadColumn
    from lazo.analytics.propensity.labels import ReadLabels
    from lazo.analytics.propensity.training import Labelled
    from lazo.analytics.tuples import Floats


@dataclass(frozen=True)
class ReadTable:
    """All rows: features, labels, and of each row who (text, blank unknown) and when (days since 1970), where the table says so."""

    columns: list[ReadColumn]
    labels: ReadLabels
    ids: list[str]
    days: Floats | None
    known_on: Floats | None
    declared: dict[str, Any]

    @property
    def labelled(self) -> Labelled:
        """The rows of which it is known how they ended."""
        from lazo.analytics.propensity.training import Labelled

        rows = Labelled(self.columns, self.labels.yes, self.days, self.known_on, self.declared)
        return rows if self.labels.known.all() else rows.taken(self.labels.known)


def read_label_table(
    table: LabelTable, choices: dict[str, Any] | None = None, *, first: int | None = None
) -> ReadTable:
    """The rows by the table's choices, or the `first` ones by others that are only tried. Raises UnableToReadLabel.

    Where there are an id and a day, each row knows the past of its customer as it was known that day.
    """
    from lazo.analytics.propensity.columns import ColumnKind, codes_of, read_column, read_table
    from lazo.analytics.propensity.guard import Timing
    from lazo.analytics.propensity.labels import read_labels
    from lazo.analytics.propensity.past import past_columns

    chosen, rows = choices or table.choices, read_rows(table, first=first)
    labels = read_labels(read_column(chosen["label"], rows.column(chosen["label"])), chosen.get("rule", ""))
    aside = frozenset(filter(None, (chosen["label"], chosen.get("id"), chosen.get("day"))))
    columns = read_table(rows, leave_out=aside)
    who = read_column(chosen["id"], rows.column(chosen["id"])) if chosen.get("id") else None
    when = read_column(chosen["day"], rows.column(chosen["day"])) if chosen.get("day") else None
    known = read_column(chosen["known"], rows.column(chosen["known"])) if chosen.get("known") else None
    days = when.numbers if when is not None and when.kind != ColumnKind.WORD else None
    known_on = known.numbers if known is not None and known.kind != ColumnKind.WORD else None
    if who is not None and days is not None:
        columns += past_columns(codes_of(who), days, known_on, labels)
    declared = {name: Timing(said) for name, said in chosen.get("declared", {}).items()}
    if known_on is not None and known is not None:
        declared[known.name] = Timing.AFTER
    return ReadTable(columns, labels, rows.column(chosen["id"]).to_pylist() if who else [], days, known_on, declared)
