"""Our fit of BG/NBD: distinct histories, then maximum likelihood. Prints parameters and CPU seconds of the fit alone."""

import json
import sys
import time

import numpy as np

from lazo.analytics.bgnbd import fit_bgnbd_tuples
from lazo.analytics.tuples import compress


def main(path: str) -> None:
    drawn = np.load(path)
    x, t_x, age = drawn["x"], drawn["t_x"], drawn["age"]
    started = time.process_time()
    fit = fit_bgnbd_tuples(compress(x, t_x, age))
    cpu = time.process_time() - started
    params = fit.params
    found = {"r": params.r, "alpha": params.alpha, "a": params.a, "b": params.b}
    told = {"cpu": cpu, "parameters": found, "log_likelihood": fit.log_likelihood, "distinct": fit.n_distinct}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
