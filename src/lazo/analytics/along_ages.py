"""What an active customer buys, along all ages of one x from a few of them.

For a given x and a horizon t, eq. 10 of BG/NBD without P(alive) is (r + x) t / (alpha + T) times a function of
z = log(alpha + T) that has no singularity nearer to the real axis than i pi, where (1 + p t e^-z) vanishes for some p, and is at most t
up to i pi / 2, where |1 + p t e^-z| is still 1 or more. Between Chebyshev points its interpolation therefore errs by less
than a multiple of rho^-n, log rho = asinh(pi / length) for an interval of that length of z: n follows from the length.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from lazo.analytics.tuples import Floats

Bought = Callable[[Floats, Floats], Floats]
DIGITS = 30.0  # e^-30 is 1e-13
WORTH = 1.5


@dataclass(frozen=True, slots=True)
class _Group:
    """The pairs of one x, from `start` to `end`, and the exposures at which they are evaluated; `matrix` leads from these to those."""

    start: int
    end: int
    nodes: Floats
    matrix: Floats | None


def along_ages(bought: Bought, x: Floats, exposure: Floats) -> Floats:
    """`bought(x, exposure)` of every pair, which are in the order of x; `exposure` is alpha + T, positive."""
    if not len(x):
        return bought(x, exposure)
    edges = np.concatenate(([0], np.flatnonzero(np.diff(x)) + 1, [len(x)]))
    groups = [_group(exposure, start, end) for start, end in pairwise(edges.tolist())]
    counts = [len(group.nodes) for group in groups]
    nodes = np.concatenate([group.nodes for group in groups])
    values = bought(np.repeat(x[edges[:-1]], counts), nodes)
    scaled = values * nodes
    result = np.empty(len(x))
    place = 0
    for group, count in zip(groups, counts, strict=True):
        inside, theirs = slice(group.start, group.end), slice(place, place + count)
        if group.matrix is None:
            result[inside] = values[theirs]
        else:
            result[inside] = (group.matrix @ scaled[theirs]) / exposure[inside]
        place += count
    return result


def _group(exposure: Floats, start: int, end: int) -> _Group:
    """With interpolation where it saves a third of the evaluations or more."""
    ages = exposure[start:end]
    least, most = np.log(ages.min()), np.log(ages.max())
    points = int(np.ceil(DIGITS / np.arcsinh(np.pi / (most - least)))) + 1 if most > least else 1
    if len(ages) <= WORTH * points:
        return _Group(start, end, ages, None)
    angle = (np.arange(points) + 0.5) * np.pi / points
    nodes = (least + most) / 2 + (most - least) / 2 * np.cos(angle)
    return _Group(start, end, np.exp(nodes), _interpolation(np.log(ages), nodes, angle))


def _interpolation(at: Floats, nodes: Floats, angle: Floats) -> Floats:
    """The matrix from values at Chebyshev points of the first kind to values `at`: the barycentric formula."""
    weight = np.sin(angle) * np.where(np.arange(len(angle)) % 2, -1.0, 1.0)
    distance = at[:, None] - nodes
    row, column = np.nonzero(distance == 0)
    distance[row, column] = 1.0
    matrix = weight / distance
    matrix[row] = 0.0
    matrix[row, column] = 1.0
    normalised: Floats = matrix / matrix.sum(axis=1, keepdims=True)
    return normalised
