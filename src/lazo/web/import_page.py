"""The columns of a file as the wizard shows them: what each holds, where it goes, what one row would become."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lazo.identify.imports.columns.fields import FIELDS, TRAIT
from lazo.identify.imports.operations.preview_batch import Preview
from lazo.identify.models import ImportBatch
from lazo.web.import_words import field_label
from lazo.web.queries.batches import ProblemGroup

EXAMPLES = 3
LONGEST_EXAMPLE = 28


@dataclass(frozen=True)
class ColumnRow:
    """A column: up to three different examples, the field it goes to ("" none), how full the sample is, rows in error."""

    index: int
    name: str
    examples: str
    field: str
    options: tuple[tuple[str, str], ...]
    filled: float
    errors: int | None
    is_sure: bool


@dataclass(frozen=True)
class PreviewRow:
    """One row of the sample as it would come in."""

    number: int
    count: int
    values: tuple[tuple[str, str], ...]


def column_rows(preview: Preview, batch: ImportBatch, groups: Iterable[ProblemGroup]) -> list[ColumnRow]:
    """One per column of the file, in its order."""
    errors = _errors(groups) if batch.state == ImportBatch.State.CHECKED else None
    sure = {guess.column: bool(guess.field) for guess in preview.guesses}
    return [
        ColumnRow(
            index=index,
            name=name,
            examples=" · ".join(_examples(row[name] for row in preview.sample)),
            field=preview.mapping.get(name, ""),
            options=_options(batch.entity, preview.mapping.get(name, ""), name),
            filled=_filled(preview, name),
            errors=None if errors is None else errors.get(name, 0),
            is_sure=sure.get(name, False) or bool(preview.mapping.get(name)),
        )
        for index, name in enumerate(preview.header)
    ]


def preview_row(preview: Preview, batch: ImportBatch, number: int) -> PreviewRow | None:
    """Row `number` (from 1) of the sample under the present mapping; None of an empty file."""
    if not preview.sample:
        return None
    place = min(max(number, 1), len(preview.sample))
    cells = preview.sample[place - 1]
    values = tuple(
        (field_label(batch.entity, key) if not key.startswith(TRAIT) else column, cells.get(column) or "–")
        for column, key in preview.mapping.items()
        if key
    )
    return PreviewRow(place, len(preview.sample), values)


def mapping_from(data: Mapping[str, str], header: Iterable[str]) -> dict[str, str]:
    """Column -> field, from the form's selects."""
    return {name: data.get(f"columna-{index}", "") for index, name in enumerate(header)}


def options_from(data: Mapping[str, str]) -> dict[str, object]:
    """The options of the form; blank ones are left to the file."""
    chosen: dict[str, object] = {
        key: data[key].strip()
        for key in ("country", "currency", "number_format", "date_order", "sheet")
        if data.get(key)
    }
    if "asks_unknown" in data:
        chosen["create_unknown"] = data.get("create_unknown") == "on"
    if data.get("force") == "on":
        chosen["force"] = True
    return chosen


def _options(entity: str, chosen: str, column: str) -> tuple[tuple[str, str], ...]:
    fields = [(field.key, str(field.label)) for field in FIELDS[entity]]  # type: ignore[index]  # the model's choices
    trait = chosen if chosen.startswith(TRAIT) else f"{TRAIT}{column}"
    return (*fields, (trait, column)) if entity == "customers" else tuple(fields)


def _examples(values: Iterable[str | None]) -> list[str]:
    found: list[str] = []
    for value in values:
        if value and value not in found:
            found.append(value)
        if len(found) == EXAMPLES:
            break
    return [value if len(value) <= LONGEST_EXAMPLE else value[:LONGEST_EXAMPLE] + "…" for value in found]


def _filled(preview: Preview, name: str) -> float:
    return sum(1 for row in preview.sample if row[name]) / max(len(preview.sample), 1)


def _errors(groups: Iterable[ProblemGroup]) -> dict[str, int]:
    found: dict[str, int] = {}
    for group in groups:
        found[group.column] = found.get(group.column, 0) + group.rows
    return found
