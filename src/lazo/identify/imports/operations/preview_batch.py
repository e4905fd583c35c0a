"""How a file would be read: its first rows, what each column probably is, and what a person should decide."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lazo.identify.imports.columns.fields import FIELDS
from lazo.identify.models import ImportBatch, ImportMapping
from lazo.kernel.models import Company

if TYPE_CHECKING:
    from lazo.identify.imports.columns.guess import Guess
    from lazo.identify.imports.readers.problem import Problem
    from lazo.identify.imports.values.dates import DateFormat
    from lazo.identify.imports.values.numbers import NumberFormat

SHOWN = 20


@dataclass(frozen=True)
class Preview:
    """What the page of a new batch shows.

    `sample`: the first rows, column -> text. `guesses`: one per column. `mapping`: column -> field, as remembered for this source and header
    (`remembered`) or as guessed. `questions`: number_format and date_order where the file allows two readings, with the columns that do.
    `numbers` and `dates`: how each such column is read unless a person says otherwise. `n_rows`: null where the format does not tell.
    `sheets`: of a workbook. `problems`: found on opening, none of them fatal.
    """

    header: list[str]
    sample: list[dict[str, str | None]]
    guesses: "list[Guess]"
    mapping: dict[str, str]
    options: dict[str, object]
    remembered: bool
    questions: dict[str, list[str]]
    n_rows: int | None
    sheets: list[str]
    problems: "list[Problem]" = field(default_factory=list)
    suggested_entity: str = ""
    numbers: "dict[str, NumberFormat]" = field(default_factory=dict)
    dates: "dict[str, DateFormat]" = field(default_factory=dict)


def preview_batch(batch: ImportBatch) -> Preview:
    """Read the beginning of the batch's file. Raises UnableToRead when the file as a whole can't be read."""
    # Readers bring the libraries of columns with them, which a process that only serves pages need not hold.
    from lazo.identify.imports.columns.entity import guess_entity
    from lazo.identify.imports.columns.guess import guess_columns
    from lazo.identify.imports.pipeline.planning import SAMPLE_ROWS, open_reader
    from lazo.identify.imports.pipeline.reading import date_formats, fields_of, number_formats
    from lazo.identify.imports.readers.table import ROW

    reader = open_reader(batch)
    sample = reader.sample(SAMPLE_ROWS)
    company = Company.objects.get(pk=1)
    country = str(batch.options.get("country") or company.country)
    guesses = guess_columns(reader.header, sample, batch.entity, country=country)  # type: ignore[arg-type]  # checked on arrival
    known = remembered(batch, reader.header)
    mapping = dict(batch.mapping) or (
        dict(known.mapping) if known else {guess.column: guess.field or "" for guess in guesses}
    )
    columns = fields_of(mapping)
    numbers, dates = number_formats(sample, columns, None), date_formats(sample, columns, None)
    questions = {
        "number_format": [name for name, shape in numbers.items() if shape.ambiguous],
        "date_order": [name for name, shape in dates.items() if shape.ambiguous],
    }
    shown = sample.slice(0, SHOWN).drop_columns([ROW]).to_pylist()
    return Preview(
        header=list(reader.header),
        sample=shown,
        guesses=guesses,
        mapping=mapping,
        options=dict(batch.options) or (dict(known.options) if known else {}),
        remembered=known is not None,
        questions={key: names for key, names in questions.items() if names and not batch.options.get(key)},
        n_rows=reader.n_rows,
        sheets=list(reader.sheets),
        problems=list(reader.notices),
        suggested_entity=guess_entity(reader.header),
        numbers=numbers,
        dates=dates,
    )


def remembered(batch: ImportBatch, header: Sequence[str]) -> ImportMapping | None:
    """How columns of this header were read last time for this source."""
    return ImportMapping.objects.filter(
        source=batch.source_id, entity=batch.entity, header_key=header_key(header)
    ).first()


def header_key(header: Sequence[str]) -> str:
    """The same for headers that differ only in capitals, accents, spaces or order."""
    from lazo.identify.imports.values.folding import fold

    return hashlib.sha256("\n".join(sorted(fold(name) for name in header)).encode()).hexdigest()


def missing_fields(entity: str, mapping: Mapping[str, str]) -> list[str]:
    """The fields without which nothing can be imported."""
    filled = set(mapping.values())
    required = [item.key for item in FIELDS[entity] if item.required]  # type: ignore[index]  # checked on arrival
    missing = [key for key in required if key not in filled]
    if entity == "purchases" and not filled & {"amount", "net", "line_amount", "unit_price"}:
        missing.append("amount")
    if entity == "customers" and not filled & {
        "name",
        "given_name",
        "surnames",
        "legal_name",
        "trade_name",
        "external_id",
        "tax_id",
        "email",
        "phone",
    }:
        missing.append("name")
    if entity in {"interactions", "contracts", "consents"} and not filled & {
        "customer_id",
        "customer_tax_id",
        "customer_email",
        "customer_phone",
    }:
        missing.append("customer_id")
    return missing
