"""Records of people by the million with known truth, to measure linkage: four in five are somebody's first, the others somebody again, with errors."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED = 11
AGAIN = 0.2
LOCALES = ("es_CO", "es_MX", "pt_BR")
CITIES = (
    "Medellín", "Bogotá", "Cali", "Barranquilla", "Ciudad de México", "Monterrey", "Mérida", "Puebla", "São Paulo", "Curitiba", "Recife",
    "Rio de Janeiro", "Lima", "Arequipa", "Santiago", "Valparaíso", "Quito", "Guayaquil", "Montevideo", "Rosario",
)  # fmt: skip
TEXTS = ("given_name", "surnames", "birth_date", "city")
LISTS = ("emails", "phones", "documents")
LETTERS = "abcdefghilmnoprstuvz"
Row = dict[str, Any]


def write_records(path: Path, *, rows: int, offset: int = 0, seed: int = SEED) -> Path:
    """`party_id` from `offset`, `kind`, texts and lists, and `truth`; the same arguments give the same rows. Written once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(draw_records(rows, offset=offset, seed=seed), path, compression="zstd")
    return path


def draw_records(rows: int, *, offset: int = 0, seed: int = SEED) -> pa.Table:
    """The same in memory."""
    first = rows - int(rows * AGAIN)
    columns = _first_records(first, np.random.default_rng(seed), seed)
    rng = Random(seed)
    for number in (rng.randrange(first) for _ in range(rows - first)):
        for name, value in _again(rng, {name: columns[name][number] for name in columns}).items():
            columns[name].append(value)
    return _table(columns, offset=offset)


def write_later_records(path: Path, *, base: Path, rows: int, seed: int) -> Path:
    """As many records that come later: every second one is somebody of `base` again, the others are nobody's yet. Written once."""
    if not path.exists():
        known, rng = pq.read_table(base), Random(seed)
        half = rows // 2
        names = [*TEXTS, *LISTS, "truth"]
        places = sorted(rng.sample(range(known.num_rows), half))
        again = [_again(rng, _plain(row)) for row in known.select(names).take(places).to_pylist()]
        fresh = [_plain(row) for row in draw_records(rows - half, seed=seed).select(names).to_pylist()]
        columns = {name: [row[name] for row in (*again, *fresh)] for name in names}
        pq.write_table(_table(columns, offset=known.num_rows + seed * rows), path, compression="zstd")
    return path


def _plain(row: Row) -> Row:
    """With the one key of each list by itself."""
    return row | {name: (row[name] or [None])[0] for name in LISTS}


def _table(columns: Mapping[str, list[Any]], *, offset: int) -> pa.Table:
    rows = len(columns["truth"])
    texts = {name: pa.array(columns[name], pa.string()) for name in TEXTS}
    lists = {name: _lists(columns[name]) for name in LISTS}
    ids = pa.array(np.arange(offset, offset + rows, dtype=np.int64))
    kinds = pa.array(["PERSON"] * rows, pa.string())
    return pa.table({"party_id": ids, "kind": kinds, **texts, **lists, "truth": pa.array(columns["truth"], pa.int64())})


def _lists(values: list[str | None]) -> pa.Array:
    return pa.array([None if value is None else [value] for value in values], pa.list_(pa.string()))


def _first_records(count: int, rng: np.random.Generator, seed: int) -> dict[str, list[Any]]:
    given, surnames = _names()
    one, two = _drawn(rng, given, count), _drawn(rng, given, count)
    compound = rng.random(count) < 0.3
    first, second = _drawn(rng, surnames, count), _drawn(rng, surnames, count)
    days = np.datetime_as_string(np.datetime64("1940-01-01") + rng.integers(0, 24_000, count), unit="D")
    known = rng.random((3, count)) < np.array([[0.75], [0.8], [0.4]])
    tag = seed * 10_000_000
    return {
        "given_name": [f"{a} {b}" if both else str(a) for a, b, both in zip(one, two, compound, strict=True)],
        "surnames": [f"{a} {b}" for a, b in zip(first, second, strict=True)],
        "birth_date": [str(day) if here else None for day, here in zip(days, rng.random(count) < 0.7, strict=True)],
        "city": [CITIES[place] for place in rng.integers(0, len(CITIES), count)],
        "emails": [f"persona{tag + n}@correo.example" if here else None for n, here in enumerate(known[0])],
        "phones": [f"+57{3_000_000_000 + tag + n}" if here else None for n, here in enumerate(known[1])],
        "documents": [f"CO:{tag + n}" if here else None for n, here in enumerate(known[2])],
        "truth": [tag + n for n in range(count)],
    }


def _drawn(rng: np.random.Generator, names: tuple[str, ...], count: int) -> Any:
    """Few names are common and many are rare, as everywhere."""
    weights = 1.0 / np.arange(5, 5 + len(names))
    return np.array(names, dtype=object)[rng.choice(len(names), count, p=weights / weights.sum())]


def _again(rng: Random, row: Row) -> Row:
    """Somebody's second record: each thing may be missing, changed or mistyped."""
    again = dict(row)
    chance = rng.random
    if chance() < 0.5:
        again["given_name"], again["surnames"] = row["given_name"].upper(), row["surnames"].upper()
    if chance() < 0.15:
        again["surnames"] = again["surnames"].split()[0]
    for name, share in (("given_name", 0.12), ("surnames", 0.12)):
        if chance() < share:
            again[name] = _typo(rng, again[name])
    for name, lost in (("birth_date", 0.3), ("emails", 0.4), ("phones", 0.3), ("documents", 0.3)):
        if chance() < lost:
            again[name] = None
    if again["phones"] and chance() < 0.3:
        again["phones"] = f"+57{rng.randrange(3_100_000_000, 3_300_000_000)}"
    if again["birth_date"] and chance() < 0.1:
        year, month, day = again["birth_date"].split("-")
        again["birth_date"] = f"{year}-{day}-{month}" if int(day) <= 12 else f"{year}-{month}-0{rng.randrange(1, 9)}"
    if chance() < 0.1:
        again["city"] = rng.choice(CITIES)
    return again


def _typo(rng: Random, text: str) -> str:
    place = rng.randrange(len(text))
    return (
        rng.choice((text[:place] + text[place + 1 :], text[:place] + rng.choice(LETTERS) + text[place + 1 :])) or text
    )


@cache
def _names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    providers = [import_module(f"faker.providers.person.{locale}").Provider for locale in LOCALES]
    given = dict.fromkeys(name for provider in providers for name in provider.first_names)
    surnames = dict.fromkeys(name for provider in providers for name in provider.last_names)
    return tuple(sorted(given, key=str.lower)), tuple(sorted(surnames, key=str.lower))
