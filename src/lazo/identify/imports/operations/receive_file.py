"""Take a file in: copy it into the workspace, remember what it was."""

from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from lazo.identify.imports.pipeline.folder import BatchFolder
from lazo.identify.models import ImportBatch, Source
from lazo.kernel.access import may
from lazo.kernel.events import record_event
from lazo.kernel.models import User
from lazo.kernel.received_file import keep_file

LONGEST_SUFFIX = 12


class UnableToReceiveFile(Exception):
    """The file can't be taken in; `code` is not_allowed, unknown_entity or no_space."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def receive_file(*, source: Source, entity: str, file_name: str, stream: BinaryIO, by: User) -> ImportBatch:
    """Copy the file into the workspace as a new batch in state UPLOADED.

    `source` is the system the file comes from, `entity` one of ImportBatch.Entity; `file_name` is as the person knows it,
    and its suffix says how to read it; `stream` is read once to the end. Raises UnableToReceiveFile when `by` may not import, or the disk is full.
    """
    if not may(by, "may_import"):
        raise UnableToReceiveFile("not_allowed", "This user's roles do not let them import.")
    if entity not in ImportBatch.Entity.values:
        raise UnableToReceiveFile("unknown_entity", f"An import is of {', '.join(ImportBatch.Entity.values)}.")
    name = Path(file_name.replace("\\", "/")).name[-240:] or "archivo"
    with transaction.atomic():
        batch = ImportBatch.objects.create(source=source, entity=entity, file_name=name, created_by=by)
        place = BatchFolder.of(batch).root / f"original{_suffix(name)}"
        try:
            batch.size, batch.sha256 = keep_file(stream, place)
        except OSError as error:
            raise UnableToReceiveFile("no_space", "The file could not be written into the workspace.") from error
        batch.path = str(place.relative_to(settings.WORKSPACE.files))
        batch.save(update_fields=["size", "sha256", "path"])
        record_event(
            kind="import.received",
            by=by,
            table="identify_importbatch",
            row=batch.pk,
            batch=batch.pk,
            data={"entity": entity, "source": source.pk, "size": batch.size, "sha256": batch.sha256},
        )
    batch.refresh_from_db()
    return batch


def _suffix(name: str) -> str:
    """The suffixes of the name, such as `.csv.gz`, if they are plain."""
    suffixes = [suffix.lower() for suffix in Path(name).suffixes[-2:] if suffix[1:].isalnum()]
    wanted = suffixes if suffixes[-1:] == [".gz"] else suffixes[-1:]
    return "".join(wanted)[:LONGEST_SUFFIX]
