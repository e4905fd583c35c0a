"""The columns of a file as the wizard shows them: what each holds and where it goes; and the form that decides it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lazo.identify.imports.columns.fields import FIELDS, TRAIT
from lazo.identify.imports.operations.preview_batch import Preview
from lazo.identify.models import ImportBatch
from lazo.identify.queries.custom_fields import definitions
from lazo.web.queries.batches import ProblemGroup

EXAMPLES = 3
LONGEST_EXAMPLE = 28
LONGEST_NAME = 40
LONGEST_ROW_NUMBER = 6
CODES = frozenset({"country", "currency"})


@dataclass(frozen=True)
class ColumnRow:
    """A column: up to three different examples, the field it goes to ("" none), how full the sample is, rows in error."""

    index: int
    name: str
    short_name: str
    examples: str
    field: str
    options: tuple[tuple[str, str], ...]
    filled: float
    errors: int | None
    is_sure: bool


def column_rows(preview: Preview, batch: ImportBatch, groups: Iterable[ProblemGroup]) -> list[ColumnRow]:
    """One per column of the file, in its order."""
    errors = _errors(groups) if batch.state == ImportBatch.State.CHECKED else None
    sure = {guess.column: bool(guess.field) for guess in preview.guesses}
    defined = [field.name for field in definitions()]
    return [
        ColumnRow(
            index=index,
            name=name,
            short_name=_cut(name, LONGEST_NAME),
            examples=" · ".join(_examples(row[name] for row in preview.sample)),
            field=preview.mapping.get(name, ""),
            options=_options(batch.entity, preview.mapping.get(name, ""), name, defined),
            filled=_filled(preview, name),
            errors=None if errors is None else errors.get(name, 0),
            is_sure=sure.get(name, False) or bool(preview.mapping.get(name)),
        )
        for index, name in enumerate(preview.header)
    ]


def mapping_from(data: Mapping[str, str], header: Iterable[str]) -> dict[str, str]:
    """Column -> field, from the form's selects."""
    return {name: data.get(f"columna-{index}", "") for index, name in enumerate(header)}


def options_from(data: Mapping[str, str]) -> dict[str, object]:
    """The options of the form; blank ones are left to the file."""
    chosen: dict[str, object] = {
        key: data[key].strip()
        for key in ("country", "currency", "number_format", "date_order")
        if data.get(key, "").strip()
    }
    chosen |= reading_from(data)
    for key in CODES & chosen.keys():
        chosen[key] = str(chosen[key]).upper()
    if "asks_unknown" in data:
        chosen["create_unknown"] = data.get("create_unknown") == "on"
    chosen |= {name: True for name in ("force", "allow_erased") if data.get(name) == "on"}
    return chosen


def reading_from(data: Mapping[str, str]) -> dict[str, object]:
    """How the file is to be opened: the sheet of a workbook, and the row of its titles (0 when it has none)."""
    chosen: dict[str, object] = {"sheet": data["hoja"]} if data.get("hoja") else {}
    row = data.get("titulos", "")
    return chosen | {"header_row": int(row)} if row.isdecimal() and len(row) <= LONGEST_ROW_NUMBER else chosen


def read_as(batch: ImportBatch, reading: Mapping[str, object]) -> None:
    """Open the batch in another way, without saving it; columns chosen under the former way are no longer of use."""
    if not reading or all(batch.options.get(key) == value for key, value in reading.items()):
        return
    batch.options = {**batch.options, **reading}
    batch.sheet = str(batch.options.get("sheet") or "")
    batch.mapping = {}


def proposed_formats(preview: Preview) -> dict[str, str]:
    """The answers to the questions that stand chosen: those given, else the likelier reading of the first doubtful column."""
    dates = [preview.dates[name].order.lower() for name in preview.questions.get("date_order", ())]
    marks = [
        "es" if preview.numbers[name].decimal == "," else "en" for name in preview.questions.get("number_format", ())
    ]
    return {
        "date_order": str(preview.options.get("date_order") or next(iter(dates), "")),
        "number_format": str(preview.options.get("number_format") or next(iter(marks), "")),
    }


def recognised(columns: Iterable[ColumnRow]) -> tuple[int, int]:
    """How many columns fill a field that Lazo knows, and how many columns there are."""
    chosen = [bool(column.field) and not column.field.startswith(TRAIT) for column in columns]
    return sum(chosen), len(chosen)


def _options(entity: str, chosen: str, column: str, defined: list[str]) -> tuple[tuple[str, str], ...]:
    """The fields a column may fill: those of Lazo, the company's own by their names, and one that its header would make."""
    fields = [(field.key, str(field.label)) for field in FIELDS[entity]]  # type: ignore[index]  # the model's choices
    trait = chosen if chosen.startswith(TRAIT) else f"{TRAIT}{column}"
    own = _("Guardar como «%(name)s»") % {"name": _cut(column, LONGEST_NAME)}
    if entity != "customers":
        return tuple(fields)
    theirs = [(f"{TRAIT}{name}", name) for name in defined if f"{TRAIT}{name}" != trait]
    return (*fields, *theirs, (trait, own))


def _examples(values: Iterable[str | None]) -> list[str]:
    found: list[str] = []
    for value in values:
        if value and value not in found:
            found.append(value)
        if len(found) == EXAMPLES:
            break
    return [_cut(value, LONGEST_EXAMPLE) for value in found]


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[:longest].rstrip() + "…"


def _filled(preview: Preview, name: str) -> float:
    return sum(1 for row in preview.sample if row[name]) / max(len(preview.sample), 1)


def _errors(groups: Iterable[ProblemGroup]) -> dict[str, int]:
    found: dict[str, int] = {}
    for group in groups:
        found[group.column] = found.get(group.column, 0) + group.rows
    return found
