"""Who was decided about in an experiment, in which arm and since when; and what they did, as the experiment itself was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection

from lazo.analytics.tuples import Ints
from lazo.customize.models import Experiment

EPOCH = date(1970, 1, 1).toordinal()
PIECE = 100_000


@dataclass(frozen=True)
class Rows:
    """Columns of whole numbers, one array each, of the same length."""

    columns: tuple[Ints, ...]


def day_number(on: date) -> int:
    """Days since 1970."""
    return on.toordinal() - EPOCH


def decisions_of(experiment: Experiment) -> tuple[Ints, Ints, Ints]:
    """Party, number of the arm and day of each standing decision. One query, read by the cursor: a million rows in about a second."""
    return _read(
        f"SELECT party, arm_id, {_day('on')} FROM customize_decision WHERE experiment_id = %s AND set_aside IS NULL",  # noqa: S608 - our own names
        [experiment.pk],
    )


def outcomes_of(experiment: Experiment, name: str) -> tuple[Ints, Ints, Ints]:
    """Party, day and amount of each outcome called `name`. One query."""
    return _read(
        f"SELECT party, {_day('on')}, amount FROM customize_outcome WHERE experiment_id = %s AND name = %s",  # noqa: S608 - our own names
        [experiment.pk, name],
    )


def _day(column: str) -> str:
    """SQL for a date column as days since 1970."""
    quoted = connection.ops.quote_name(column)
    return f"unixepoch({quoted}) / 86400" if connection.vendor == "sqlite" else f"({quoted} - date '1970-01-01')"


def _read(statement: str, values: Sequence[int | str]) -> tuple[Ints, Ints, Ints]:
    pieces: list[Ints] = []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        while rows := cursor.fetchmany(PIECE):
            pieces.append(np.array(rows, dtype=np.int64))
    found = np.concatenate(pieces) if pieces else np.empty((0, 3), dtype=np.int64)
    return found[:, 0], found[:, 1], found[:, 2]
