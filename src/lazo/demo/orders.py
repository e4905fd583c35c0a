"""The purchase files: one per source, in the currency of each customer's country."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lazo.demo.behaviour import Purchases
from lazo.demo.company import CATALOGUE, COUNTRIES
from lazo.demo.files import SLUGS, SourceFile
from lazo.demo.people import TruePerson
from lazo.demo.rates import rate_of_days
from lazo.demo.records import Record

Ints = npt.NDArray[np.int64]
STAPLE, TASTE = "Café", 0.4
"""Everybody buys the staple; any other category is of the taste of this share."""
AT_ONCE = 500_000
SECOND_RECORD_SHARE = 0.4
"""Somebody with two records buys under the second one this often."""


def write_purchases(
    folder: Path,
    people: list[TruePerson],
    records: list[Record],
    purchases: Purchases,
    rng: np.random.Generator,
    *,
    on: date,
) -> list[SourceFile]:
    """A Parquet file per source: invoice, customer, date, product, quantity, amount, cost, currency, channel."""
    record_of = _record_of_each(len(people), records, purchases, rng)
    country = np.array([COUNTRIES.index(person.country) for person in people])[purchases.customer]
    order = np.lexsort((purchases.customer, purchases.day))
    table = _table(records, record_of, country, purchases, rng, order=order, on=on)
    source = np.array([record.source for record in records])[record_of][order]
    files = []
    for name, slug in SLUGS.items():
        rows = table.filter(pa.array(source == name))
        if rows.num_rows:
            path = folder / f"compras_{slug}.parquet"
            pq.write_table(rows, path, compression="zstd")
            files.append(SourceFile(name, "purchases", path, rows.num_rows))
    return files


def _record_of_each(count: int, records: list[Record], purchases: Purchases, rng: np.random.Generator) -> Ints:
    """Index of the record under which each purchase was typed."""
    second = np.full(count, -1, dtype=np.int64)
    for index, record in enumerate(records[count:], start=count):
        second[record.truth - 1] = index
    other = second[purchases.customer]
    return np.where((other >= 0) & (rng.random(len(other)) < SECOND_RECORD_SHARE), other, purchases.customer)


def _table(
    records: list[Record],
    record_of: Ints,
    country: Ints,
    purchases: Purchases,
    rng: np.random.Generator,
    *,
    order: Ints,
    on: date,
) -> pa.Table:
    item = _items(purchases.customer, rng)
    cents = _local_cents(purchases, country, on=on)
    price = np.array([product.price for product in CATALOGUE])[item]
    margin = np.array([product.margin for product in CATALOGUE])[item] + rng.normal(0, 0.03, size=len(order))
    columns: dict[str, Any] = {
        "Factura": _invoice_numbers(order, purchases.pesos < 0),
        "Cliente": np.array([record.external_id for record in records])[record_of],
        "Fecha": pa.array(purchases.day),
        "Código producto": np.array([product.sku for product in CATALOGUE])[item],
        "Producto": np.array([product.name for product in CATALOGUE])[item],
        "Categoría": np.array([product.category for product in CATALOGUE])[item],
        "Cantidad": np.maximum(np.round(np.abs(purchases.pesos) / price), 1).astype(np.int64),
        "Importe": _decimal(cents),
        "Costo": _decimal(np.round(cents * (1 - margin)).astype(np.int64)),
        "Moneda": np.array([place.currency for place in COUNTRIES])[country],
        "Canal": np.array(["web", "tienda", "teléfono"])[rng.choice(3, size=len(order), p=(0.6, 0.3, 0.1))],
    }
    return pa.table(columns).take(pa.array(order))


def _items(customer: Ints, rng: np.random.Generator) -> Ints:
    """What each purchase was of: by popularity, among the categories that its customer buys at all."""
    categories = sorted({product.category for product in CATALOGUE})
    of_item = np.array([categories.index(product.category) for product in CATALOGUE])
    people = int(customer.max(initial=-1)) + 1
    likes = rng.random((people, len(categories))) < TASTE
    likes[:, categories.index(STAPLE)] = True
    weight, item = _popularity(), np.empty(len(customer), dtype=np.int64)
    for start in range(0, len(customer), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        share = np.cumsum(likes[customer[part]][:, of_item] * weight, axis=1)
        item[part] = (rng.random(share.shape[0]) * share[:, -1] < share.T).argmax(axis=0)
    return item


def _popularity() -> npt.NDArray[np.float64]:
    weights = 1 / np.sqrt(np.array([product.price for product in CATALOGUE], dtype=np.float64))
    share: npt.NDArray[np.float64] = weights / weights.sum()
    return share


def _invoice_numbers(order: Ints, is_return: npt.NDArray[np.bool_]) -> list[str]:
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(1, len(order) + 1)
    return [
        f"{'NC' if back else 'FV'}-{value:08d}" for value, back in zip(number.tolist(), is_return.tolist(), strict=True)
    ]


def _local_cents(purchases: Purchases, country: Ints, *, on: date) -> Ints:
    cents = np.empty(len(country), dtype=np.int64)
    for index, place in enumerate(COUNTRIES):
        here = country == index
        rate = rate_of_days(purchases.day[here], place, on=on)
        cents[here] = np.round(purchases.pesos[here] / rate * 100).astype(np.int64)
    return cents


def _decimal(cents: Ints) -> pa.Array:
    return pc.multiply(pc.cast(pa.array(cents), pa.decimal128(19, 0)), pa.scalar("0.01").cast(pa.decimal128(3, 2)))
