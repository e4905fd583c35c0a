"""The score table, built aside and swapped in whole: nobody ever waits for a million updates.

The next table, see `aside`, is filled from the run's Parquet file in short transactions, and takes the place of the last one inside the
transaction of the whole run.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from lazo.differentiate.card_view import create_card_view, drop_card_view
from lazo.differentiate.models import Score
from lazo.differentiate.operations import aside
from lazo.differentiate.operations.aside import aside_name, create_aside, index_aside, leave_out, put_back
from lazo.differentiate.operations.filling import filled
from lazo.kernel.jobs import JobContext

TABLE = Score._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table


def score_columns() -> list[str]:
    """The columns of the score table, in the model's order."""
    return [str(field.column) for field in Score._meta.local_concrete_fields]  # noqa: SLF001 - as above


def fill_next_table(*, run_id: int, path: Path, context: JobContext) -> None:
    """Make the table of this run from the Parquet file; a table left by a killed attempt is thrown away first.

    Columns that say the same of everybody, such as the run's own number, are not written a million times.
    """
    name = aside_name(Score, run_id)
    drop_next_tables()
    create_aside(Score, name)
    same, total, done = said_of_all(path), _rows(path), 0
    leave_out(name, same)
    columns = [column for column in score_columns() if column not in same]
    with closing(filled(name, path, columns, total)) as batches:
        for rows in batches:
            done += rows
            context.progress(done, total, "escribir puntajes")
            context.raise_if_cancelled()
    put_back(Score, name, same)
    index_aside(Score, name)


def swap_in(*, run_id: int) -> None:
    """Put the table of this run in the place of the last one; call it inside the transaction of the run."""
    drop_card_view()
    aside.swap_in(Score, aside_name(Score, run_id), has_names=False)
    create_card_view()


def drop_next_tables() -> None:
    """Throw away what killed runs have left."""
    aside.drop_aside(Score)


def _rows(path: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(path).num_rows)


def said_of_all(path: Path) -> dict[str, Any]:
    """The columns of the file in which every row says the same, with what they say; null where all are. By its statistics, none is read."""
    import pyarrow.parquet as pq

    told = pq.read_metadata(path)
    # The key stays where it is; of numbers with a fraction the statistics leave out those that are none.
    key = Score._meta.pk.column  # noqa: SLF001 - as above
    wanted = {*score_columns()} - {key}
    found = {}
    for place, name in enumerate(told.schema.names):
        groups = [told.row_group(number).column(place).statistics for number in range(told.num_row_groups)]
        if name not in wanted or not all(groups):
            continue
        values = {end for group in groups if group.has_min_max for end in (group.min, group.max)}
        if any(isinstance(value, float) for value in values):
            continue
        nulls = sum(group.null_count for group in groups)
        if (len(values), nulls) in {(1, 0), (0, told.num_rows)} and told.num_rows:
            found[name] = values.pop() if values else None
    return found
