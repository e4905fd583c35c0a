"""Reads an imported experiment out and learns whom its e-mails change: `experiment FILE KEY`. Writes our numbers beside those of the file.

Those of the file follow the usual method: difference of means, and 1.96 standard errors to each side.
"""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

import numpy as np  # noqa: E402 - the models must be ready before
import pyarrow as pa  # noqa: E402 - as above
import pyarrow.parquet as pq  # noqa: E402 - as above

from lazo.analytics.experiments.readout import Z95  # noqa: E402 - as above
from lazo.analytics.propensity.columns import read_column  # noqa: E402 - as above
from lazo.analytics.uplift.model import out_of_fold  # noqa: E402 - as above
from lazo.analytics.uplift.qini import qini  # noqa: E402 - as above
from lazo.analytics.uplift.verdict import judge  # noqa: E402 - as above

ARMS = {"mens-e-mail": "Mens E-Mail", "womens-e-mail": "Womens E-Mail"}
EXPECTED = {"mens-e-mail": "ALL", "womens-e-mail": "SOME"}
CONTROL = "No E-Mail"
METRICS = {"visit": "visit", "conversion": "conversion", "money": "spend"}
TOLD_AFTER = ("customer_id", "segment", "visit", "conversion", "spend")


def numbers(table: pa.Table, key: str) -> list[dict[str, Any]]:
    """Difference and ends of the interval of each arm and outcome, ours and the file's, in shares and minor units."""
    from lazo.customize.models import Experiment
    from lazo.kernel.models import Company
    from lazo.kernel.money.currency import digits_of
    from lazo.measure.queries.readout import read_experiment

    experiment = Experiment.objects.get(key=key)
    minor = 10 ** digits_of(Company.objects.get(pk=1).currency)
    segment = np.array(table.column("segment").to_pylist())
    found = []
    for metric, column in METRICS.items():
        readout = read_experiment(experiment=experiment, on=date(2026, 1, 1), metric=metric)
        values = table.column(column).to_numpy().astype(np.float64)
        values = np.rint(values * minor) if metric == "money" else values
        theirs = values[segment == CONTROL]
        for one in readout.each:
            ours = values[segment == ARMS[one.key]]
            gap = float(ours.mean() - theirs.mean())
            half = Z95 * float(np.sqrt(ours.var() / len(ours) + theirs.var() / len(theirs)))
            unit = "unidades menores" if metric == "money" else ""
            for name, mine, file in (
                ("efecto", one.main.difference, gap),
                ("desde", one.main.low, gap - half),
                ("hasta", one.main.high, gap + half),
            ):
                found.append({"name": f"{one.key}, {metric}, {name}", "ours": mine, "theirs": file, "unit": unit})
    return found


def uplift(table: pa.Table) -> dict[str, Any]:
    """Of each e-mail: how well its uplift sorts customers, by models that had not seen them."""
    segment = np.array(table.column("segment").to_pylist())
    names = [name for name in table.column_names if name not in TOLD_AFTER]
    found = {}
    for key, arm in ARMS.items():
        rows = np.flatnonzero((segment == arm) | (segment == CONTROL))
        columns = [read_column(name, table.column(name).cast(pa.string()).take(rows)) for name in names]
        treated, outcome = segment[rows] == arm, table.column("visit").to_numpy()[rows] > 0
        score = out_of_fold(columns, None, treated=treated, outcome=outcome, seed=1)
        area = qini(score, treated=treated, outcome=outcome, seed=1)
        verdict = judge(area, score, treated=treated, outcome=outcome)
        found[key] = {
            "qini": area.value,
            "deviation": area.deviation,
            "uplift_at": area.uplift_at,
            "targeting": verdict.targeting,
            "as_expected": verdict.targeting == EXPECTED[key],
        }
    return found


if __name__ == "__main__":
    table = pq.read_table(Path(sys.argv[1]))
    sys.stdout.write(json.dumps({"numbers": numbers(table, sys.argv[2]), "uplift": uplift(table)}) + "\n")
