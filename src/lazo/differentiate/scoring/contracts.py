"""What a run says of contracts: how many are kept from renewal to renewal, counted and projected, and whether that would have come true."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from lazo.analytics.contract_spells import NEVER, Contracts
from lazo.analytics.estimation import FitProblem, UnableToFit
from lazo.analytics.parquet import read_file
from lazo.analytics.survival import MIN_CONTRACTS, MIN_ENDED, Renewals, SurvivalFit, fit_survival, kaplan_meier
from lazo.kernel.warehouse.snapshot import Snapshot

COLUMNS = ["started_on", "ends_on", "cancelled_on", "period_months"]
LONGEST_HOLD_BACK = 365
BIAS = 0.25
LEAST_LOST = 20
SHOWN = 60


def read_contracts(snapshot: Snapshot) -> Contracts:
    """All contracts of a snapshot; none of one that was made before contracts were mirrored."""
    import pyarrow as pa

    files = snapshot.paths("contracts") if "contracts" in snapshot.manifest.tables else []
    if not files:
        none = np.zeros(0, dtype=np.int64)
        return Contracts(none, none, none)
    table = pa.concat_tables([read_file(file, COLUMNS) for file in files])
    days = {
        name: table.column(name).combine_chunks().cast(pa.int32()).cast(pa.int64()).fill_null(int(NEVER)).to_numpy()
        for name in COLUMNS[:3]
    }
    end = np.minimum(days["ends_on"], days["cancelled_on"])
    return Contracts(days["started_on"], end, table.column("period_months").to_numpy().astype(np.int64))


def contract_survival(contracts: Contracts, *, on: date) -> list[dict[str, Any]]:
    """One element per length of period, the shortest first; contracts of other lengths are not mixed, for a renewal is another thing there.

    `method` is sbg (projected), counted (as far as seen) or none, and then `problem` has the reason, what was found and what is
    needed. `kept`, `low`, `high` are the counted curve, from the beginning. `back_test` compares, for the contracts that ran at a cut-off,
    how many were expected to be lost since and how many were; without it, or off by more than 25 %, `is_reliable` is false.
    """
    known = contracts.begun(on=on)
    return [_of_period(known.of_period(int(months)), int(months), on) for months in np.unique(known.period)]


def _of_period(contracts: Contracts, months: int, on: date) -> dict[str, Any]:
    renewals = contracts.renewals(on=on)
    curve = kaplan_meier(renewals)
    told: dict[str, Any] = {
        "period_months": months,
        "contracts": len(contracts.start),
        "running": int(np.count_nonzero(~contracts.ended(on=on))),
        "ended": renewals.ended,
        "kept": _rounded(curve.kept),
        "low": _rounded(curve.low),
        "high": _rounded(curve.high),
        "method": "none",
        "problem": None,
        "back_test": None,
        "is_reliable": False,
    }
    try:
        fit = fit_survival(renewals)
    except UnableToFit as problem:
        told["problem"] = {"code": str(problem.problem), "found": problem.found, "needed": problem.needed}
        if problem.problem is FitProblem.NO_TIME and _is_enough(renewals):
            told["method"] = "counted"
        return told
    test = _back_test(contracts, on)
    return told | {
        "method": "sbg",
        "alpha": fit.params.alpha,
        "beta": fit.params.beta,
        "back_test": test,
        "is_reliable": bool(test and test["lost"] >= LEAST_LOST and abs(test["expected"] / test["lost"] - 1) <= BIAS),
    }


def _is_enough(renewals: Renewals) -> bool:
    return renewals.contracts >= MIN_CONTRACTS and renewals.ended >= MIN_ENDED


def _back_test(contracts: Contracts, on: date) -> dict[str, Any] | None:
    """Fit on what was known at a cut-off, half of the history ago and at most a year; null when that was too little."""
    first = date(1970, 1, 1) + timedelta(days=int(contracts.start.min()))
    days = min((on - first).days // 2, LONGEST_HOLD_BACK)
    cutoff = on - timedelta(days=days)
    known = contracts.begun(on=cutoff)
    try:
        fit: SurvivalFit = fit_survival(known.renewals(on=cutoff))
    except (UnableToFit, ValueError):
        return None
    running = ~known.ended(on=cutoff)
    age = known.passed(on=cutoff)[running]
    kept_on = Contracts(known.start[running], np.full(int(running.sum()), NEVER), known.period[running])
    ahead = kept_on.passed(on=on) - age
    lost = int(np.count_nonzero(known.ended(on=on)[running]))
    return {
        "cutoff": cutoff.isoformat(),
        "until": on.isoformat(),
        "running": int(running.sum()),
        "expected": float(fit.params.lost_within(ahead, age=age).sum()),
        "lost": lost,
    }


def _rounded(values: Any) -> list[float]:
    return [round(float(value), 6) for value in values[:SHOWN]]
