"""A file brought in as a person would: handed in, mapped as guessed unless told otherwise, imported."""

import io
from typing import Any

from lazo.identify.imports.operations import check_batch, import_batch, map_batch, preview_batch, receive_file
from lazo.identify.models import ImportBatch, Source
from lazo.identify.operations.source import ensure_source
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import User


def hand_in(
    entity: str, text: str | bytes, by: User, *, source: Source | None = None, name: str = "a.csv", **options: Any
) -> ImportBatch:
    """A batch that is ready to be checked or imported."""
    content = text if isinstance(text, bytes) else text.encode()
    mapping = options.pop("mapping", None)
    batch = receive_file(
        source=source or ensure_source(name="ERP", by=by),
        entity=entity,
        file_name=name,
        stream=io.BytesIO(content),
        by=by,
    )
    return map_batch(batch=batch, mapping=mapping or preview_batch(batch).mapping, options=options, by=by)


def bring(entity: str, text: str | bytes, by: User, **options: Any) -> ImportBatch:
    """A batch that is in the database."""
    batch = hand_in(entity, text, by, **options)
    import_batch(NullContext(), batch=batch.pk)
    batch.refresh_from_db()
    return batch


def try_dry(entity: str, text: str | bytes, by: User, **options: Any) -> ImportBatch:
    """A batch that was checked."""
    batch = hand_in(entity, text, by, **options)
    check_batch(NullContext(), batch=batch.pk)
    batch.refresh_from_db()
    return batch


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    """New, updated, duplicate, rejected."""
    return batch.new, batch.updated, batch.duplicate, batch.rejected
