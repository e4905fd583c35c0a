"""Records prepared for comparison: everything in one form, and the keys under which candidates are found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.derived import Derived, stages
from lazo.analytics.linkage.digests import mixed
from lazo.analytics.linkage.engine import LinkEngine
from lazo.analytics.linkage.keys import record_keys
from lazo.analytics.linkage.names import with_name_keys
from lazo.analytics.linkage.records import origins
from lazo.analytics.linkage.settings import PARTIES, LinkSettings

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis.expr.types import Table

MOST_HOLDERS = 128
FEWEST_STEPS = 2
"""A text of which fewer columns are made is worked on where it stands: to find each text once costs as much."""


@dataclass(frozen=True)
class Prepared:
    """`table`: one row per record with its derived columns; `keys`: `party_id`, `key`, every key of every record once, made when they are read."""

    engine: LinkEngine
    settings: LinkSettings
    table: Table
    keys: Table

    def count(self) -> int:
        return int(self.table.count().to_pyarrow().as_py())

    def only(self, pairs: Table) -> Prepared:
        """The records of some pairs (`left`, `right`), kept aside: of few pairs not the whole base is read."""
        taking_part = pairs.select(party_id=pairs.left).union(pairs.select(party_id=pairs.right))
        kept = self.engine.keep(without_cheap(self.table, self.settings).semi_join(taking_part, "party_id"))
        return replace(self, table=with_cheap(kept, self.settings))


def prepare(records: pa.Table | Table, *, engine: LinkEngine, settings: LinkSettings = PARTIES) -> Prepared:
    """Bring records to one form with set expressions: names, companies, dates, addresses; the same on every engine.

    `records` has one row per record with the columns of the package's first page; missing columns are unknown. Names repeat, so each
    distinct text is worked on once and joined back.
    """
    table = came = engine.keep(origins(engine.take(records), settings))
    for source in settings.sources:
        table = _with_derived(engine, table, source, _family_of(source, settings.derived))
    whole = with_holders(engine, with_name_keys(table), settings, lists=came)
    table = with_cheap(engine.keep(without_cheap(whole, settings)), settings)
    return Prepared(engine, settings, table, record_keys(table, settings))


def without_cheap(table: Table, settings: LinkSettings) -> Table:
    """The columns that are kept."""
    return table.drop(*(one.name for one in settings.derived if one.is_cheap and one.name in table.columns))


def with_cheap(table: Table, settings: LinkSettings) -> Table:
    """The kept columns and those that are made of them whenever they are read."""
    for step in stages(tuple(one for one in settings.derived if one.is_cheap)):
        table = table.mutate(**{one.name: one.of(table[one.source]) for one in step})
    return table


def _family_of(source: str, derived: tuple[Derived, ...]) -> tuple[Derived, ...]:
    """The columns made of one source, directly or not."""
    names, found = {source}, []
    for one in derived:
        if one.source in names:
            names.add(one.name)
            found.append(one)
    return tuple(found)


def _with_derived(engine: LinkEngine, table: Table, source: str, derived: tuple[Derived, ...]) -> Table:
    if table[source].type().is_array():
        for step in stages(derived):
            table = table.mutate(**{one.name: one.of(table[one.source]) for one in step})
        return table
    if sum(not one.is_cheap for one in derived) < FEWEST_STEPS:
        for step in stages(tuple(one for one in derived if not one.is_cheap)):
            table = table.mutate(**{one.name: one.of(table[one.source]) for one in step})
        return table.drop(source)
    distinct = table.select(source).distinct().filter(lambda rows: rows[source].notnull())
    for step in stages(tuple(one for one in derived if not one.is_cheap)):
        distinct = engine.keep(distinct.mutate(**{one.name: one.of(distinct[one.source]) for one in step}))
    joined = table.left_join(distinct, source, rname="{name}_right")
    return joined.drop(f"{source}_right", source)


def with_holders(engine: LinkEngine, table: Table, settings: LinkSettings, *, lists: Table | None = None) -> Table:
    """For each list of keys how many records hold the most widely held of a record's: `<list>_holders`, at least 1, null without a key.

    `lists` are the same records with their lists, kept, when `table` is still to be made.
    """
    import ibis

    for name in settings.shared:
        single = engine.keep(single_keys(engine, table if lists is None else lists, name, ibis.literal(name)))
        held = single.group_by("key").aggregate(n=lambda rows: rows.count())
        held = held.filter(held.n > 1)
        most = single.join(held, "key").group_by("party_id").aggregate(n=lambda rows: rows.n.max())
        most = engine.keep(most.select(holder=most.party_id, n=most.n))
        engine.drop(single)
        joined = table.left_join(most, table.party_id == most.holder)
        count = joined[name].notnull().ifelse(rounded_holders(joined.n.coalesce(1)), None)
        table = joined.mutate(**{f"{name}_holders": count.cast("int64")}).drop("holder", "n")
    return table


def single_keys(engine: LinkEngine, table: Table, name: str, prefix: Any) -> Table:
    """`party_id`, `key` (a digest with `prefix`): each key of a list once for each record. Most lists hold one key and need no looking for a second."""
    column = table[name]
    once = (column.length() > 1).ifelse(column.unique(), column)
    single = table.select("party_id", prefix=prefix, key=once.unnest())
    return single.select("party_id", key=mixed(engine.dialect, single.prefix, single.key))


def rounded_holders(count: Any) -> Any:
    """Counts below 128 as they are, larger ones by the power of two below them: a table of all that may come stays small."""
    import ibis

    power = count.cast("float64").log2().floor()
    return (count < MOST_HOLDERS).ifelse(count, ibis.literal(2.0).pow(power).cast("int64"))
