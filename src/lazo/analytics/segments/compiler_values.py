"""What a condition reads, as a table of one value per customer: columns customer_id and value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from lazo.analytics.segments import period as periods
from lazo.analytics.segments.compiler_states import consent, movement, relation
from lazo.analytics.segments.definition import (
    Condition,
    ConsentCondition,
    Contains,
    FactCondition,
    FieldCondition,
    Known,
    Measure,
    MovementCondition,
    OneOf,
    Range,
    RelationCondition,
    SequenceCondition,
    Test,
    TraitCondition,
    Where,
    Within,
)
from lazo.analytics.segments.set_tables import SetTables
from lazo.analytics.segments.vocabulary import OUTSIDE, Derive, FieldSpec, ValueType

if TYPE_CHECKING:
    from ibis.expr.types import Column, Table


STRENGTH = ("INFERRED", "APPENDED", "DECLARED", "OBSERVED")
"""Of trait values, from the weakest kind."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The test of a value; `empty` is that of a customer of whom there is no row (null: unknown)."""

    test: Test
    empty: int | None = None
    is_words: bool = False


def value_of(base: SetTables, condition: Condition) -> tuple[Table, Asked | None]:  # noqa: PLR0911 - a case for each kind of condition
    """The value of every customer who has one, and what is asked of it; null: who is in the table fits."""
    match condition:
        case FieldCondition(key, test):
            spec = base.vocabulary.fields[key]
            return _field(base, spec), Asked(test, is_words=spec.type == ValueType.WORDS)
        case TraitCondition():
            return _trait(base, condition), Asked(condition.test)
        case FactCondition():
            empty = None if condition.measure in {Measure.FIRST, Measure.LAST} else 0
            return _fact(base, condition), Asked(condition.test, empty)
        case SequenceCondition():
            return _sequence(base, condition), None
        case RelationCondition():
            return relation(base, condition), None
        case MovementCondition():
            return movement(base, condition), None
        case ConsentCondition():
            return consent(base, condition), None


def fits(test: Test, value: Any, *, on: date, is_words: bool = False) -> Any:
    """The test as a boolean column; null is false, but for the test of being unknown."""
    match test:
        case Known(known):
            there = value.notnull() & (value != "") if is_words else value.notnull()
            there = there.fill_null(False)
            return there if known else ~there
        case OneOf(chosen):
            if is_words:
                return _any([("," + value + ",").contains(f",{word},") for word in chosen])
            return value.isin(list(chosen)).fill_null(False)
        case Range(low, high):
            return _between(value, low, high)
        case Within(period):
            return _between(value, *periods.bounds(period, on=on))
        case Contains(text):
            return value.lower().contains(text.lower()).fill_null(False)


def _any(found: list[Any]) -> Any:
    whole = found[0]
    for one in found[1:]:
        whole = whole | one
    return whole.fill_null(False)


def _between(value: Any, low: Any, high: Any) -> Any:
    import ibis

    held = value.notnull()
    for bound, side in ((low, "low"), (high, "high")):
        if bound is not None:
            limit = ibis.literal(bound, "date") if isinstance(bound, date) else ibis.literal(bound)
            held = held & ((value >= limit) if side == "low" else (value <= limit))
    return held.fill_null(False)


def _field(base: SetTables, spec: FieldSpec) -> Table:
    rows = base.customers() if spec.table == "parties" else base.tables[spec.table]
    return rows.select("customer_id", value=_derived(rows, spec, base.on))


def _derived(rows: Table, spec: FieldSpec, on: date) -> Column:
    import ibis

    column = rows[spec.column]
    if spec.derive == Derive.AGE:
        passed = (column.month() * 100 + column.day()) > on.month * 100 + on.day
        return ibis.literal(on.year) - column.year() - passed.ifelse(1, 0)
    if spec.derive == Derive.RISK:
        percent = ((1 - column) * 100 + 0.5).floor()
        return (rows.frequency > 0).ifelse(percent, ibis.null("float64"))
    if spec.derive == Derive.AREA:
        return column.fill_null("").nullif("").fill_null(OUTSIDE)
    digits = {Derive.FIRST_DIGIT: 0, Derive.SECOND_DIGIT: 1, Derive.THIRD_DIGIT: 2}
    if spec.derive in digits:
        return column.nullif("").substr(digits[spec.derive], 1).cast("int64")
    return column.nullif("") if spec.type == ValueType.TEXT else column


def _trait(base: SetTables, node: TraitCondition) -> Table:
    """The value that holds: of the strongest kind, a person's or a model's before a file's, the newest."""
    import ibis

    spec = base.vocabulary.traits[node.trait]
    rows = base.tables["traits"]
    rows = rows.filter((rows.definition_id == spec.definition_id) & (rows.confidence >= node.least))
    if node.kinds:
        rows = rows.filter(rows.kind.isin(list(node.kinds)))
    rows = base.of_customer(rows, "party_id")
    strength = rows.kind.cases(*((kind, place) for place, kind in enumerate(STRENGTH)), else_=-1)
    order = [ibis.desc(strength), rows.source_id.notnull(), ibis.desc(rows.set_on), ibis.desc(rows.id)]
    first = ibis.row_number().over(group_by=rows.customer_id, order_by=order) == 0
    held = rows.mutate(is_held=first).filter(lambda t: t.is_held)
    return held.select("customer_id", value=_trait_value(held, spec.type))


def _trait_value(rows: Table, type_: ValueType) -> Column:
    column = {ValueType.MONEY: "money", ValueType.DAY: "day", ValueType.PARTY: "other_id", ValueType.TEXT: "text"}
    if type_ == ValueType.FLAG:
        return rows.number == 1
    return rows[column.get(type_, "number")]


def rows_of(base: SetTables, family: str, where: Where, bounds: periods.Bounds) -> Table:
    """Rows of a family, or its lines where what is asked lies on lines: fact_id, customer_id, day, amount; between the bounds."""
    import ibis

    spec = base.vocabulary.families[family]
    asked = {name for name, _ in where}
    lines = spec.lines if spec.lines and asked & spec.lines.attributes.keys() else None
    rows = base.tables[lines.table if lines else spec.table]
    attributes = lines.attributes if lines else spec.attributes
    if lines:
        lookup = base.tables[lines.lookup]
        kept = lookup.filter(_all(lookup, [(lines.attributes[name], values) for name, values in where]))
        rows = rows.semi_join(kept, lines.key)
    elif where:
        rows = rows.filter(_all(rows, [(attributes[name], values) for name, values in where]))
    rows = rows.filter(_between(rows.day, *bounds))
    amount = rows[spec.amount] if spec.amount else ibis.literal(0, "int64")
    rows = rows.select("party_id", "day", fact_id=rows[lines.fact if lines else "id"], amount=amount)
    return base.of_customer(rows, "party_id")


def _all(table: Table, asked: list[tuple[str, tuple[str, ...]]]) -> Any:
    held: Any = None
    for column, values in asked:
        one = table[column].isin(list(values)).fill_null(False)
        held = one if held is None else held & one
    return held


def _fact(base: SetTables, node: FactCondition) -> Table:
    rows = rows_of(base, node.family, node.where, periods.until(node.period, on=base.on))
    counted = rows.amount >= 0
    match node.measure:
        case Measure.AMOUNT:
            value: Any = rows.amount.sum()
        case Measure.COUNT:
            value = rows.fact_id.nunique(where=counted)
        case Measure.FIRST:
            value = rows.day.min(where=counted)
        case Measure.LAST:
            value = rows.day.max(where=counted)
    return rows.group_by("customer_id").aggregate(value=value)


def _sequence(base: SetTables, node: SequenceCondition) -> Table:
    import ibis

    first, last = periods.until(node.period, on=base.on)
    begun = rows_of(base, "purchases", node.first, (first, last))
    begun = begun.filter(begun.amount >= 0).select("customer_id", begun_on=begun.day).distinct()
    then = rows_of(base, "purchases", node.then, (None, base.on))
    then = then.filter(then.amount >= 0).select(who=then.customer_id, then_on=then.day).distinct()
    gap = then.then_on.delta(begun.begun_on, unit="day")
    same = begun.customer_id == then.who
    if node.happened:
        return begun.semi_join(then, [same, gap > 0, gap <= node.days])
    over = begun.filter(ibis.literal(base.on, "date").delta(begun.begun_on, unit="day") >= node.days)
    gap = then.then_on.delta(over.begun_on, unit="day")
    return over.anti_join(then, [over.customer_id == then.who, gap >= 0, gap <= node.days])
