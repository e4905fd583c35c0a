"""The peer's fit of BG/NBD: lifetimes, one element per customer as its users call it."""

import json
import sys
import time
import warnings

import numpy as np

DAYS_PER_WEEK = 7


def main(path: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its own old dependencies, not of the numbers
        from lifetimes import BetaGeoFitter

        drawn = np.load(path)
        x, t_x, age = drawn["x"], drawn["t_x"] / DAYS_PER_WEEK, drawn["age"] / DAYS_PER_WEEK
        started = time.process_time()
        fitter = BetaGeoFitter().fit(x, t_x, age)
        cpu = time.process_time() - started
    found = {name: float(fitter.params_[name]) for name in ("r", "alpha", "a", "b")}
    sys.stdout.write(json.dumps({"cpu": cpu, "parameters": found}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
