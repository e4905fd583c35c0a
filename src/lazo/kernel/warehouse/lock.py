"""One writer: a lock the operating system drops when its holder dies, however it dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

NAME = ".writer.lock"


class UnableToWriteWarehouse(Exception):
    """Another process is writing this warehouse; it will be as fresh as wanted when that one is done."""


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the warehouse in `folder` for writing. Raises UnableToWriteWarehouse at once when another has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / NAME).open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UnableToWriteWarehouse(
                _("Otro proceso está escribiendo el almacén; espera a que termine.")
            ) from error
        yield
