"""Types one record after another into a workspace that `fill_drawn` filled: who may be there already.

typed RECORDS BASE    the last line is JSON: milliseconds by the clock and of CPU (median and dearest), queries, and of those who are there the share found
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

WARM, TIMES = 20, 200


def main(records: Path, base: Path) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from lazo.kernel.models import User

    user = User.objects.order_by("id")[0]
    truth = _truth(base)
    rows = pq.read_table(records)
    step = max(rows.num_rows // TIMES, 1)
    typed = rows.take(list(range(0, rows.num_rows, step))).to_pylist()
    for row in typed[:WARM]:
        _asked(user, row)
    told = [(row["truth"], _asked(user, row)) for row in typed]
    there = [(of, found) for of, (found, _wall, _cpu) in told if of in truth]
    sys.stdout.write(
        json.dumps(
            {**_spent([one for _of, one in told]), "found": _share(there, truth), "queries": _queries(user, typed)}
        )
        + "\n"
    )


def _truth(base: Path) -> dict[int, set[int]]:
    """By person, their parties in the workspace."""
    found: dict[int, set[int]] = {}
    rows = pq.read_table(base, columns=["party_id", "truth"])
    for party, of in zip(rows["party_id"].to_pylist(), rows["truth"].to_pylist(), strict=True):
        found.setdefault(of, set()).add(party + 1)
    return found


def _asked(user: Any, row: dict[str, Any]) -> tuple[set[int], float, float]:
    """Who was found, and what it took: milliseconds by the clock and of CPU."""
    from lazo.identify.queries.duplicates import Sketch, likely_duplicates

    sketch = Sketch(
        name=f"{row['given_name']} {row['surnames']}",
        kind="PERSON",
        city=row["city"] or "",
        country="CO",
        emails=tuple(row["emails"] or ()),
        phones=tuple(row["phones"] or ()),
    )
    wall, cpu = time.perf_counter(), time.process_time()
    found = likely_duplicates(user=user, sketch=sketch)
    spent = (time.process_time() - cpu) * 1000
    return {one.id for one in found}, (time.perf_counter() - wall) * 1000, spent


def _spent(told: list[tuple[set[int], float, float]]) -> dict[str, float]:
    walls, cpus = [wall for _, wall, _ in told], [cpu for _, _, cpu in told]
    return {
        "wall_ms": statistics.median(walls),
        "cpu_ms": statistics.median(cpus),
        "dearest_ms": sorted(cpus)[len(cpus) * 99 // 100],
    }


def _share(there: list[tuple[int, set[int]]], truth: dict[int, set[int]]) -> float:
    return sum(not found.isdisjoint(truth[of]) for of, found in there) / len(there)


def _queries(user: Any, rows: list[dict[str, Any]]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    most = 0
    for row in rows[:WARM]:
        with CaptureQueriesContext(connection) as asked:
            _asked(user, row)
        most = max(most, len(asked))
    return most


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
