"""Purchase histories drawn from a known BG/NBD model: the same for us and for the peers of the fit."""

from pathlib import Path

import numpy as np

SEED = 11
R, ALPHA, A, B = 0.243, 4.414, 0.793, 2.426
DAYS_PER_WEEK = 7


def write_histories(path: Path, *, customers: int, weeks: int = 78) -> Path:
    """x, t_x and T in whole days of `customers` who began on any day of the first half of `weeks` (an .npz file)."""
    if path.exists():
        return path
    rng = np.random.default_rng(SEED)
    age = rng.integers(weeks * DAYS_PER_WEEK // 2, weeks * DAYS_PER_WEEK + 1, size=customers)
    rate = rng.gamma(R, 1 / ALPHA, size=customers) / DAYS_PER_WEEK
    leave = rng.beta(A, B, size=customers)
    x, t_x = np.zeros(customers, dtype=np.int64), np.zeros(customers, dtype=np.int64)
    clock, alive = np.zeros(customers), np.arange(customers)
    while len(alive):
        with np.errstate(divide="ignore"):
            clock[alive] += rng.exponential(size=len(alive)) / rate[alive]
        alive = alive[clock[alive] <= age[alive]]
        day = np.ceil(clock[alive]).astype(np.int64)
        later = day > t_x[alive]  # two purchases of one day are one
        x[alive[later]] += 1
        t_x[alive[later]] = np.minimum(day[later], age[alive[later]])
        alive = alive[rng.random(len(alive)) >= leave[alive]]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        np.savez(stream, x=x, t_x=t_x, age=age)
    return path
