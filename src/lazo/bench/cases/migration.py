"""Crosses two snapshots of score runs in this process, and asks DuckDB the same of the same files; each told in CPU milliseconds, median of nine."""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

WARM, TIMES = 1, 9
FLOOR = """
SELECT coalesce(b.tier, '') AS origin, coalesce(a.tier, '') AS destination, count(*) AS customers,
    sum(coalesce(a.clv, 0) - coalesce(b.clv, 0)) AS change
FROM (SELECT customer_id, CASE WHEN sub_state = 'lost' THEN 'LOST' ELSE tier END AS tier, clv FROM '{before}') b
FULL OUTER JOIN (SELECT customer_id, CASE WHEN sub_state = 'lost' THEN 'LOST' ELSE tier END AS tier, clv FROM '{after}') a
    USING (customer_id)
GROUP BY 1, 2
"""


def main(before: str, after: str) -> None:
    import django
    import duckdb

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    con = duckdb.connect()
    asked = FLOOR.format(before=before, after=after)
    told = {
        "ours": _spent(lambda: crossed(Path(before), Path(after))),
        "floor": _spent(lambda: con.execute(asked).fetchall()),
        "customers": crossed(Path(before), Path(after)),
        "floor_customers": sum(row[2] for row in con.execute(asked).fetchall() if row[0] or row[1]),
    }
    sys.stdout.write(json.dumps(told) + "\n")


def crossed(before: Path, after: Path) -> int:
    """How many customers the matrix has."""
    from lazo.analytics.arrays.migration import cross, join
    from lazo.differentiate.migration.scheme import scheme_of
    from lazo.differentiate.migration.snapshot import Snapshot, standing

    scheme = scheme_of("tier")
    day = date(2025, 12, 31)
    stood, stands = (standing(Snapshot(0, day, path), scheme, measure="clv") for path in (before, after))
    found = cross(join(stood, stands, absent=scheme.absent), places=scheme.places)
    return sum(map(sum, found.customers))


def _spent(ask: Callable[[], object]) -> float:
    spent = []
    for _ in range(WARM + TIMES):
        started = time.process_time()
        ask()
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent[WARM:])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
