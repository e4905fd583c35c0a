"""Counts the rows in which two results of `engine_flow` differ. Arguments: the two folders. Prints rows compared and rows that differ, by file."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

KEYS = {"scores": ("customer_id",), "places": ("customer_id",), "customer_month": ("party_id", "month")}


def main(one: Path, other: Path) -> None:
    found = {name: differing(_files(one, name), _files(other, name), keys) for name, keys in KEYS.items()}
    sys.stdout.write(json.dumps(found) + "\n")


def _files(folder: Path, name: str) -> list[Path]:
    return sorted((folder / ("warehouse" if name == "customer_month" else "history") / name).rglob("*.parquet"))


def differing(ours: list[Path], theirs: list[Path], keys: tuple[str, ...]) -> list[int]:
    """Rows of ours and how many of them are not there, or otherwise, to the bit; a file more or less differs in all its rows."""
    if [path.name for path in ours] != [path.name for path in theirs] or not ours:
        return [0, -1]
    rows = differ = 0
    for one, other in zip(ours, theirs, strict=True):
        left, right = (
            pq.read_table(path, partitioning=None).sort_by([(k, "ascending") for k in keys]) for path in (one, other)
        )
        rows += len(left)
        differ += _different(left, right)
    return [rows, differ]


def _different(left: pa.Table, right: pa.Table) -> int:
    if len(left) != len(right) or sorted(left.column_names) != sorted(right.column_names):
        return max(len(left), len(right))
    wrong = np.zeros(len(left), np.bool_)
    for name in left.column_names:
        wrong |= _unlike(left[name], right[name])
    return int(np.count_nonzero(wrong))


def _unlike(one: Any, other: Any) -> Any:
    import pyarrow.compute as pc

    if one.type != other.type:
        return np.ones(len(one), np.bool_)
    null = np.asarray(pc.is_null(one)) != np.asarray(pc.is_null(other))
    return null | np.asarray(pc.fill_null(pc.not_equal(one, other), False))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
