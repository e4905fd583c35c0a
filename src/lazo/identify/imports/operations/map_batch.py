"""Decide which field each column of a file fills, and the conventions of its cells."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from lazo.identify.imports.columns.fields import field_of
from lazo.identify.imports.operations.preview_batch import header_key, missing_fields
from lazo.identify.models import ImportBatch, ImportMapping, Source
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User

State = ImportBatch.State
EDITABLE = frozenset({State.UPLOADED, State.MAPPED, State.CHECKED, State.FAILED})
CHOICES: dict[str, frozenset[Any]] = {
    "number_format": frozenset({None, "", "es", "en"}),
    "date_order": frozenset({None, "", "dmy", "mdy", "ymd"}),
    "create_unknown": frozenset({True, False}),
    "force": frozenset({True, False}),
    "allow_erased": frozenset({True, False}),
}
KNOWN = frozenset(
    {*CHOICES, "country", "currency", "sheet", "header_row", "owner", "team", "tax_country", "customer_source"}
)
OF_ONE_FILE = ("force", "allow_erased", "sheet", "header_row")


class UnableToMapBatch(Exception):
    """The mapping can't be taken; `code` is not_allowed, wrong_state, unknown_column, unknown_field, repeated_field, unknown_option, missing_field
    or may_not_let_in (people who were erased; who handles rights may).
    """

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message)
        self.code = code
        self.params = params


def map_batch(*, batch: ImportBatch, mapping: Mapping[str, str], options: Mapping[str, Any], by: User) -> ImportBatch:
    """Set column -> field and the options of a batch, which becomes MAPPED; the next file of this source with this header starts from them.

    Columns that are left out or have the field "" are not imported. Options are described in docs/reference/import-options.md.
    Raises UnableToMapBatch, and UnableToRead when the file can't be read.
    """
    from lazo.identify.imports.pipeline.planning import open_reader

    if not may(by, "may_import"):
        raise UnableToMapBatch("not_allowed", "This user's roles do not let them import.")
    if batch.state not in EDITABLE or batch.watermark:
        raise UnableToMapBatch("wrong_state", f"A batch in state {batch.state} keeps its columns.", state=batch.state)
    if options.get("allow_erased") and not may(by, "may_erase"):
        raise UnableToMapBatch("may_not_let_in", "This user's roles do not let them bring erased people back.")
    chosen = {column: key for column, key in mapping.items() if key}
    cleaned = _checked_options(options)
    batch.options, batch.sheet = cleaned, str(cleaned.get("sheet") or "")
    header = open_reader(batch).header
    _check_mapping(batch, chosen, header)
    with transaction.atomic():
        ImportBatch.objects.filter(pk=batch.pk).update(
            mapping=chosen, options=cleaned, sheet=batch.sheet, state=State.MAPPED, report={}, error=None,
            rows=0, new=0, updated=0, duplicate=0, rejected=0,
        )  # fmt: skip
        ImportMapping.objects.update_or_create(
            source=batch.source,
            entity=batch.entity,
            header_key=header_key(header),
            defaults={
                "mapping": chosen,
                "options": {key: value for key, value in cleaned.items() if key not in OF_ONE_FILE},
                "used_at": Now(),
            },
        )
        record_event(
            kind="import.mapped",
            by=by,
            table="identify_importbatch",
            row=batch.pk,
            batch=batch.pk,
            data={"columns": len(chosen)},
        )
    batch.refresh_from_db()
    return batch


def _checked_options(options: Mapping[str, Any]) -> dict[str, Any]:
    for key, value in options.items():
        if key not in KNOWN or (key in CHOICES and value not in CHOICES[key]):
            raise UnableToMapBatch("unknown_option", f"No such option or value: {key}.", option=key)
    cleaned = {key: value for key, value in options.items() if value not in (None, "")}
    if "customer_source" in cleaned and not Source.objects.filter(pk=cleaned["customer_source"]).exists():
        raise UnableToMapBatch("unknown_option", "There is no such source.", option="customer_source")
    return cleaned


def _check_mapping(batch: ImportBatch, mapping: Mapping[str, str], header: list[str]) -> None:
    taken: set[str] = set()
    for column, key in mapping.items():
        if column not in header:
            raise UnableToMapBatch("unknown_column", "The file has no such column.", column=column)
        try:
            found = field_of(batch.entity, key)  # type: ignore[arg-type]  # checked on arrival
        except KeyError:
            raise UnableToMapBatch("unknown_field", f"There is no field {key}.", field=key) from None
        if key in taken and not found.repeatable:
            raise UnableToMapBatch("repeated_field", f"Two columns fill the field {key}.", field=key)
        taken.add(key)
    missing = missing_fields(batch.entity, mapping)
    if missing:
        raise UnableToMapBatch("missing_field", f"No column fills {', '.join(missing)}.", fields=missing)
