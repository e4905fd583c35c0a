"""Amounts of a purchase row, in minor units of its currency, net of tax and of returns."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lazo.identify.imports.pipeline.reading import Rows
from lazo.identify.imports.values.money import digits_of, parse_money
from lazo.identify.imports.values.numbers import parse_decimals

Columns = dict[str, pa.Array]
MILLI = pa.decimal128(18, 3)
PRICE = pa.decimal128(19, 6)
MOST_UNITS = 10**12
MOST_MONEY = 10**15


def currency_column(rows: Rows) -> pa.Array:
    """The currency of each row: its own, or the file's."""
    name = rows.first("currency")
    if name is None:
        return pa.array([rows.reading.currency] * len(rows), pa.string())
    written = pc.utf8_upper(rows.text(name))
    known = pc.match_substring_regex(written, r"^[A-Z]{3}$")
    rows.refuse(name, written, pc.invert(known), "currency_unknown")
    return pc.coalesce(pc.if_else(pc.fill_null(known, fill_value=False), written, None), rows.reading.currency)


def money_columns(rows: Rows) -> Columns:
    """Columns currency, amount, tax, margin, quantity_milli; amount is what the row adds to its purchase, net of tax.

    The net amount is taken where there is one, else the amount of the line, else the total less its tax, else quantity by price.
    """
    currency = currency_column(rows)
    money = _Money(rows, currency)
    tax = money.of("tax")
    quantity = _quantity(rows)
    net = money.of("net")
    if rows.reading.has("line_amount"):
        net = pc.coalesce(net, money.of("line_amount"))
    if rows.reading.has("amount"):
        total = money.of("amount")
        net = pc.coalesce(net, pc.subtract(total, pc.coalesce(tax, 0)) if rows.reading.has("tax") else total)
    if rows.reading.has("unit_price"):
        net = pc.coalesce(net, _by_price(rows, money, quantity))
    rows.refuse(_amount_column(rows), None, pc.and_(pc.is_null(net), pc.invert(rows.bad)), "no_amount")
    margin = money.of("margin")
    if rows.reading.has("cost"):
        margin = pc.coalesce(margin, pc.subtract(net, money.of("cost")))
    found = {"currency": currency, "amount": net, "tax": tax, "margin": margin}
    if quantity is not None:
        found["quantity_milli"] = unscaled(quantity)
    return found


def amount_of(rows: Rows, key: str, currency: pa.Array) -> pa.Array:
    """One amount in minor units of the currency of its row; null where the cell is blank."""
    return _Money(rows, currency).of(key)


def _amount_column(rows: Rows) -> str:
    return next((name for key in ("net", "line_amount", "amount", "unit_price") if (name := rows.first(key))), "")


class _Money:
    """Reads amounts with as many decimals as the currency of each row has."""

    def __init__(self, rows: Rows, currency: pa.Array) -> None:
        self._rows = rows
        codes = pc.unique(currency).to_pylist()
        self.digits = {code: digits_of(code) for code in codes}
        self._currency = currency

    def of(self, key: str) -> pa.Array:
        name = self._rows.first(key)
        if name is None:
            return self._rows.nothing(pa.int64())
        cells, shape = self._rows.text(name), self._rows.reading.numbers[name]
        kinds = sorted(set(self.digits.values()))
        if len(kinds) == 1:
            return self._rows.parsed(name, parse_money(cells, shape, digits=kinds[0]))
        values = self._rows.parsed(name, parse_money(cells, shape, digits=kinds[0]))
        for digits in kinds[1:]:
            values = pc.if_else(self.has_digits(digits), parse_money(cells, shape, digits=digits).values, values)
        return values

    def has_digits(self, digits: int) -> pa.Array:
        codes = [code for code, found in self.digits.items() if found == digits]
        return pc.is_in(self._currency, pa.array(codes, pa.string()))


def _quantity(rows: Rows) -> pa.Array | None:
    name = rows.first("quantity")
    if name is None:
        return None
    numbers = rows.parsed(name, parse_decimals(rows.text(name), rows.reading.numbers[name]))
    too_many = pc.greater_equal(pc.abs(numbers), pa.scalar(MOST_UNITS).cast(numbers.type))
    rows.refuse(name, numbers, too_many, "number_too_large")
    rounded = pc.round(pc.if_else(pc.fill_null(too_many, fill_value=False), None, numbers), 3, "half_towards_infinity")
    return rounded.cast(MILLI)


def _by_price(rows: Rows, money: _Money, quantity: pa.Array | None) -> pa.Array:
    name = rows.reading.columns["unit_price"][0]
    prices = rows.parsed(name, parse_decimals(rows.text(name), rows.reading.numbers[name]))
    too_dear = pc.greater_equal(pc.abs(prices), pa.scalar(MOST_UNITS).cast(prices.type))
    rows.refuse(name, prices, too_dear, "number_too_large")
    prices = pc.if_else(pc.fill_null(too_dear, fill_value=False), None, prices).cast(PRICE)
    units = quantity if quantity is not None else pa.array([1] * len(rows), pa.int64()).cast(MILLI, safe=False)
    product = pc.multiply(units, prices)
    too_much = pc.fill_null(
        pc.greater_equal(pc.abs(product), pa.scalar(MOST_MONEY).cast(product.type)), fill_value=False
    )
    rows.refuse(name, product, too_much, "number_too_large")
    product = pc.if_else(too_much, None, product)
    found = rows.nothing(pa.int64())
    for digits in sorted(set(money.digits.values())):
        rounded = pc.round(product, digits, "half_towards_infinity").cast(pa.decimal128(38, digits))
        found = pc.if_else(money.has_digits(digits), unscaled(rounded), found)
    if rows.reading.has("discount"):
        found = pc.subtract(found, pc.abs(pc.coalesce(money.of("discount"), 0)))
    return found


def unscaled(amounts: pa.Array) -> pa.Array:
    """The integers inside a decimal128 column of at most 18 digits: the low half of each value."""
    if not len(amounts):
        return pa.array([], pa.int64())
    mask = pc.is_null(amounts).to_numpy(zero_copy_only=False)
    halves = np.frombuffer(amounts.buffers()[1], dtype="<i8").reshape(-1, 2)
    return pa.array(halves[amounts.offset : amounts.offset + len(amounts), 0], pa.int64(), mask=mask)
