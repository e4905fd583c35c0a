"""Fills the warehouse of a workspace with customers, purchases and everything that rules read, drawn from a seed, without a truth behind it.

Arguments: the file of the drawn purchases, customers. What a sync would leave of a company of that size, in a hundredth of the time.
"""

import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lazo.bench.purchases import LAST_DAY

SEED = 11
COUNTRIES = ("MX", "CO", "CL", "AR", "PE", "BR")
CITIES = 40
CATEGORIES, PRODUCTS = 20, 200
LINES_EVERY = 4
INTERACTIONS = 2
EPOCH = np.datetime64("1970-01-01", "D")


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from django.conf import settings

    purchases, customers = Path(sys.argv[1]), int(sys.argv[2])
    fill(settings.WORKSPACE.warehouse, purchases, customers)
    write_run(settings.WORKSPACE, customers)


def fill(folder: Path, purchases: Path, customers: int) -> None:
    """All mirrored tables and the manifest that names them."""
    from lazo.kernel.warehouse.manifest import Manifest, TableState
    from lazo.kernel.warehouse.part_writer import PartWriter
    from lazo.kernel.warehouse.registry import tables

    rng = np.random.default_rng(SEED)
    rows = {
        "parties": [parties(rng, customers)],
        "products": [_products()],
        "purchases": bought(purchases),
        "purchase_lines": _lines(rng, purchases),
        "interactions": [interactions(rng, customers)],
        "traits": [_traits(rng, customers, own_field())],
        "consents": [_consents(rng, customers)],
        "positions": [_positions(rng, customers)],
    }
    manifest = Manifest(id=1, truth="bench", as_of=f"{LAST_DAY.isoformat()}T12:00:00+00:00")
    for table in tables():
        writer = PartWriter(folder, table, 1)
        for some in rows.get(table.name, []):
            writer.add(as_schema(table, some))
        manifest.tables[table.name] = TableState(columns=table.schema, parts=writer.finish())
    manifest.swap_in(folder)


def as_schema(table: Any, rows: pa.Table) -> pa.Table:
    from lazo.kernel.warehouse.statement import schema_of

    schema = schema_of(table)
    columns = [
        rows[field.name].cast(field.type) if field.name in rows.column_names else pa.nulls(len(rows), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays([_joined(one) for one in columns], schema=schema)


def _joined(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def days(back: Any) -> pa.Array:
    return pa.array(np.datetime64(LAST_DAY, "D") - back.astype("timedelta64[D]"))


def _of(rng: np.random.Generator, words: tuple[str, ...], rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(rng.integers(0, len(words), rows).astype(np.int32), list(words)).cast(
        pa.string()
    )


def parties(rng: np.random.Generator, customers: int) -> pa.Table:
    ids = np.arange(1, customers + 1)
    cities = tuple(f"Ciudad {number}" for number in range(CITIES))
    return pa.table(
        {
            "party_id": ids,
            "canonical_id": ids,
            "kind": _of(rng, ("PERSON",) * 9 + ("ORGANIZATION",), customers),
            "country": _of(rng, COUNTRIES, customers),
            "city": _of(rng, cities, customers),
            "born_on": days(rng.integers(18 * 365, 80 * 365, customers)),
            "owner_id": rng.integers(1, 1_000, customers),
            "team_id": rng.integers(1, 20, customers),
            "created_on": days(rng.integers(0, 1_095, customers)),
            "retired": np.zeros(customers, np.bool_),
            "identified": np.ones(customers, np.bool_),
            "contactable": np.ones(customers, np.bool_),
            "other_role": np.zeros(customers, np.bool_),
            "ways": rng.integers(0, 16, customers),
        }
    )


def _products() -> pa.Table:
    ids = np.arange(1, PRODUCTS + 1)
    skus = [f"SKU{number}" for number in ids]
    return pa.table(
        {"product_id": ids, "sku": skus, "name": skus, "category": [f"Categoría {n % CATEGORIES}" for n in ids]}
    )


def bought(purchases: Path) -> Any:
    with pq.ParquetFile(purchases) as file:
        for batch in file.iter_batches(batch_size=1_000_000):
            yield pa.Table.from_batches([batch])


def _lines(rng: np.random.Generator, purchases: Path) -> Any:
    first = 1
    for rows in bought(purchases):
        some = rows.take(pa.array(np.arange(0, len(rows), LINES_EVERY)))
        ids = np.arange(first, first + len(some))
        first += len(some)
        yield pa.table(
            {
                "id": ids,
                "purchase_id": some["id"],
                "party_id": some["party_id"],
                "day": some["day"],
                "product_id": rng.integers(1, PRODUCTS + 1, len(some)),
                "quantity": np.ones(len(some)),
                "amount": some["amount"],
            }
        )


def interactions(rng: np.random.Generator, customers: int) -> pa.Table:
    rows = customers * INTERACTIONS
    return pa.table(
        {
            "id": np.arange(1, rows + 1),
            "party_id": rng.integers(1, customers + 1, rows),
            "day": days(np.sort(rng.integers(0, 730, rows))[::-1]),
            "channel": _of(rng, ("email", "phone", "whatsapp", "web"), rows),
            "direction": _of(rng, ("IN", "OUT"), rows),
            "kind": _of(rng, ("call", "note", "message"), rows),
        }
    )


def _traits(rng: np.random.Generator, customers: int, field: int) -> pa.Table:
    rows = customers // 3
    return pa.table(
        {
            "id": np.arange(1, rows + 1),
            "party_id": rng.choice(customers, rows, replace=False) + 1,
            "definition_id": np.full(rows, field, np.int64),
            "kind": _of(rng, ("DECLARED", "OBSERVED"), rows),
            "set_on": days(rng.integers(0, 730, rows)),
            "confidence": np.ones(rows),
            "text": _of(rng, ("Feria", "Tienda", "Web"), rows),
        }
    )


def _consents(rng: np.random.Generator, customers: int) -> pa.Table:
    return pa.table(
        {
            "id": np.arange(1, customers + 1),
            "party_id": rng.integers(1, customers + 1, customers),
            "purpose": _of(rng, ("marketing", "service"), customers),
            "channel": _of(rng, ("email", "phone", "whatsapp"), customers),
            "state": _of(rng, ("GRANTED", "GRANTED", "WITHDRAWN"), customers),
            "said_on": days(rng.integers(0, 730, customers)),
        }
    )


def _positions(rng: np.random.Generator, customers: int) -> pa.Table:
    begun = rng.integers(0, 365, customers)
    return pa.table(
        {
            "id": np.arange(1, customers + 1),
            "party_id": np.arange(1, customers + 1),
            "area": _of(rng, ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN"), customers),
            "valid_from": days(begun),
        }
    )


def own_field() -> int:
    """The number of the field of a company's own that the rules ask for."""
    from lazo.identify.models import TraitDefinition

    told = {"name": "Canal", "type": "TEXT", "kind": "DECLARED", "package": "custom"}
    return TraitDefinition.objects.get_or_create(key="canal", defaults=told)[0].pk


def write_run(workspace: Any, customers: int) -> None:
    """The file of a score run, and its row."""
    from lazo.differentiate.models import ScoreRun
    from lazo.differentiate.scoring.score_file import score_path

    rng = np.random.default_rng(SEED + 1)
    run = ScoreRun.objects.create(on_date=LAST_DAY, state="DONE", version="bench", is_current=True)
    digits = tuple(f"{r}{f}{m}" for r in range(1, 6) for f in range(1, 6) for m in range(1, 6))
    money = {
        name: (rng.lognormal(10, 1.2, customers) * 100).astype(np.int64) for name in ("value_12m", "value_365d", "clv")
    }
    rows = pa.table(
        {
            "customer_id": np.arange(1, customers + 1),
            **money,
            "potential_value": money["clv"] * 2,
            "p_alive": rng.random(customers),
            "frequency": rng.integers(0, 20, customers),
            "area": _of(rng, ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN", ""), customers),
            "sub_state": _of(rng, ("", "welcome", "once"), customers),
            "also_in": _of(rng, ("", "KEEP", "KEEP,LOYALTY"), customers),
            "place": rng.random(customers),
            "tier": _of(rng, ("MVC", "SGC", "MGC", "LMC", "BZ"), customers),
            "rfm": _of(rng, digits, customers),
            "customer_class": _of(rng, ("best", "frequent", "buyer"), customers),
            "strategic": rng.random(customers) < 0.2,
            "strategic_kinds": _of(rng, ("", "HIGH_LTV"), customers),
            "overdue_ratio": rng.random(customers) * 5,
            "expected_gap": rng.random(customers) * 90,
            "first_day": days(rng.integers(300, 1_000, customers)),
            "last_day": days(rng.integers(0, 300, customers)),
        }
    )
    path = score_path(workspace, run.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows, path)


if __name__ == "__main__":
    main()
