"""Another process that checks, imports or undoes a batch in small chunks, for tests to kill."""

import sys

from started import start_django

start_django()

from lazo.identify.imports.operations import import_batch, undo_batch  # noqa: E402 - models must be ready before
from lazo.identify.imports.pipeline import plan, undo  # noqa: E402 - as above
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above

if __name__ == "__main__":
    plan.CHUNK_ROWS = 400
    undo.CHUNK, undo.CHANGES = 300, 200
    work = {"import": import_batch, "undo": undo_batch}[sys.argv[1]]
    print("started", flush=True)  # noqa: T201 - the test waits for this word
    work(NullContext(), batch=int(sys.argv[2]))
