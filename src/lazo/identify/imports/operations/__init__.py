"""What a person does with a file: hand it in, see how it is read, decide the columns, try it dry, import it, undo it."""

from lazo.identify.imports.operations.map_batch import UnableToMapBatch, map_batch
from lazo.identify.imports.operations.preview_batch import Preview, preview_batch
from lazo.identify.imports.operations.receive_file import UnableToReceiveFile, receive_file
from lazo.identify.imports.operations.rejects import problem_reason, rejects_path
from lazo.identify.imports.operations.run_batch import (
    check_batch,
    import_batch,
    start_check,
    start_import,
    start_undo,
    undo_batch,
)
from lazo.identify.imports.pipeline.refusal import UnableToImport

__all__ = [
    "Preview",
    "UnableToImport",
    "UnableToMapBatch",
    "UnableToReceiveFile",
    "check_batch",
    "import_batch",
    "map_batch",
    "preview_batch",
    "problem_reason",
    "receive_file",
    "rejects_path",
    "start_check",
    "start_import",
    "start_undo",
    "undo_batch",
]
