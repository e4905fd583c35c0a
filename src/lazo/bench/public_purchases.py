"""Public sets of purchases on which forecasts are measured; the product does not ship them, a folder with them is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lazo.analytics.parquet import read_file
from lazo.analytics.tuples import Ints

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Purchases:
    """One element per purchase: whose, the day as days since 1970, minor units; below zero it is a return."""

    customer: Ints
    day: Ints
    money: Ints


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A file in the folder, and the forecast asked of it: the `days` after the day `on`, from what came until then."""

    name: str
    file: str
    read: Callable[[Path], Purchases]
    on: date
    days: int


def _gifts(file: Path) -> Purchases:
    """An invoice is a purchase; lines without a customer stay out."""
    columns = ["invoice", "quantity", "price", "customer_id", "invoice_date"]
    table = read_file(file, columns)
    table = table.filter(pc.is_valid(table.column("customer_id")))
    amounts = pc.multiply(pc.cast(table.column("quantity"), pa.float64()), pc.cast(table.column("price"), pa.float64()))
    lines = table.append_column("money", _minor(amounts))
    bills = lines.group_by("invoice").aggregate([("customer_id", "min"), ("invoice_date", "min"), ("money", "sum")])
    return Purchases(
        _whole(bills.column("customer_id_min")),
        _days(bills.column("invoice_date_min")),
        _whole(bills.column("money_sum")),
    )


def _bicycles(customer: str) -> Callable[[Path], Purchases]:
    def read(file: Path) -> Purchases:
        table = read_file(file, [customer, "OrderDate", "SalesAmount"])
        amounts = pc.cast(table.column("SalesAmount"), pa.float64())
        return Purchases(_whole(table.column(customer)), _days(table.column("OrderDate")), _whole(_minor(amounts)))

    return read


def _records(file: Path) -> Purchases:
    table = read_file(file, ["customer_id", "date", "amount"])
    amounts = pc.cast(table.column("amount"), pa.float64())
    return Purchases(_whole(table.column("customer_id")), _days(table.column("date")), _whole(_minor(amounts)))


SETS = (
    PublicSet("regalos", "online_retail_ii/year_2009_2010.parquet", _gifts, date(2010, 8, 31), 100),
    PublicSet(
        "bicicletas, personas",
        "adventureworks_dw/FactInternetSales.parquet",
        _bicycles("CustomerKey"),
        date(2013, 1, 28),
        365,
    ),
    PublicSet(
        "bicicletas, tiendas",
        "adventureworks_dw/FactResellerSales.parquet",
        _bicycles("ResellerKey"),
        date(2012, 11, 30),
        364,
    ),
    PublicSet("discos", "cdnow/transactions.parquet", _records, date(1997, 9, 30), 273),
)


def _minor(amounts: Any) -> Any:
    return pc.cast(pc.round(pc.multiply(amounts, 100.0)), pa.int64())


def _whole(column: Any) -> Ints:
    return column.to_numpy().astype(np.int64)  # type: ignore[no-any-return]  # Arrow has no types


def _days(column: Any) -> Ints:
    return pc.cast(pc.cast(column, pa.timestamp("s")), pa.date32()).to_numpy().astype("datetime64[D]").astype(np.int64)  # type: ignore[no-any-return]  # Arrow has no types
