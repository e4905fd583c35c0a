"""Arrow without pandas, where nothing of a run needs it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

import numpy as np
import pyarrow as pa


class _NoPandas:
    """A finder of modules for which there is no pandas."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:  # noqa: ARG004 - the interface of finders
        """Nothing, for the next finder to look; of pandas, that there is none."""
        if name == "pandas":
            raise ModuleNotFoundError(name=name)


def leave_pandas_out() -> None:
    """Let Arrow find out, for the rest of the process, that what it is given is no object of pandas.

    The first array it makes loads pandas, where that is installed, only to ask whether it was given one of its objects: 0.4 s
    of each process. Who imports pandas afterwards has it, and so has `to_pandas`, which asks again.
    """
    if "pandas" in sys.modules:
        return
    with without_pandas():
        pa.array(np.zeros(1))
        pa.array([""])  # objects of Python are asked in another place


@contextmanager
def without_pandas() -> Iterator[None]:
    """Whoever asks for pandas inside finds none, where it is not loaded yet: for libraries that take it along when it is there."""
    sys.meta_path.insert(0, _NoPandas)
    try:
        yield
    finally:
        sys.meta_path.remove(_NoPandas)
