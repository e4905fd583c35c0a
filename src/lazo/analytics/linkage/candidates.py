"""Candidates: pairs of records worth comparing, because they share a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.digests import HASHES, mixed
from lazo.analytics.linkage.keys import prefix_of
from lazo.analytics.linkage.prepared import Prepared, single_keys
from lazo.analytics.linkage.settings import LinkSettings

if TYPE_CHECKING:
    from ibis.expr.types import Table

NEIGHBOURS = 8
"""In a block too large to pair everybody, each is paired with so many next by name."""


def candidates(prepared: Prepared) -> Table:
    """Each pair once: `left` < `right`.

    A key that too many records share says too little to pair them all: of a switchboard's telephone or a shop's e-mail
    the neighbours by name are paired, other such keys are passed over. Keys are compared by their digests: two texts of one digest, one in
    many millions of millions, only make a pair more to look at.
    """
    engine, settings = prepared.engine, prepared.settings
    blocks = engine.keep(_shared(prepared, listed=False))
    lists = engine.keep(_shared(prepared, listed=True))
    found = _paired(blocks.filter(blocks.n <= settings.largest_block)).union(
        _paired(lists.filter(lists.n <= settings.largest_shared))
    )
    large = _neighbours(prepared, lists)
    if large is not None:
        found = found.union(large)
    kept = engine.keep(found.distinct())
    engine.drop(blocks)
    engine.drop(lists)
    return kept


def of_list(settings: LinkSettings, key: Any) -> Any:
    """Whether a key is one of a shared list: a telephone, an e-mail, a document."""
    rules = [str(number) for number, block in enumerate(settings.blocks) if block[0] in settings.shared]
    return key.re_search(f"^(?:{'|'.join(rules)})[po]") if rules else key.isnull()


def largest(settings: LinkSettings, key: Any) -> Any:
    """How many records a key may have for all of them to be paired."""
    return of_list(settings, key).ifelse(settings.largest_shared, settings.largest_block)


def _shared(prepared: Prepared, *, listed: bool) -> Table:
    """`party_id`, `key` (a digest), `n`: the keys that several records hold, of the shared lists or of the other rules."""
    import ibis

    parts = [
        _digests(prepared, number, columns)
        for number, columns in enumerate(prepared.settings.blocks)
        if (columns[0] in prepared.settings.shared) == listed
    ]
    if not parts:
        none = prepared.table.select("party_id", key=ibis.null(HASHES[prepared.engine.dialect][1]), n=ibis.literal(0))
        return none.limit(0)
    keys = prepared.engine.keep(parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0])
    sizes = keys.group_by("key").aggregate(n=keys.count())
    return keys.join(sizes.filter(sizes.n > 1), "key").select("party_id", "key", "n")


def _digests(prepared: Prepared, number: int, columns: tuple[str, ...]) -> Table:
    table, dialect = prepared.table, prepared.engine.dialect
    if table[columns[0]].type().is_array():
        return single_keys(prepared.engine, table, columns[0], prefix_of(table, number))
    known = table.filter([table[column].notnull() for column in columns])
    key = prefix_of(known, number)
    for column in columns:
        key = mixed(dialect, key, known[column])
    return known.select("party_id", key=key)


def _paired(keys: Table) -> Table:
    other = keys.view()
    pairs = keys.join(other, [keys.key == other.key, keys.party_id < other.party_id])
    return pairs.select(left=keys.party_id, right=other.party_id)


def _neighbours(prepared: Prepared, shared: Table) -> Table | None:
    import ibis

    settings = prepared.settings
    names = [name for name in ("full_name_key", "company_key", "given", "surnames") if name in prepared.table.columns]
    if not settings.shared or not names:
        return None
    large = shared.filter(shared.n > settings.largest_shared)
    by_name = prepared.table.select("party_id", name=ibis.coalesce(*(prepared.table[name] for name in names), ""))
    named = large.join(by_name, "party_id")
    order = ibis.row_number().over(group_by=named.key, order_by=[named.name, named.party_id])
    placed = prepared.engine.keep(named.select("party_id", "key", place=order))
    other = placed.view()
    near = placed.join(other, [placed.key == other.key, placed.place < other.place]).select(
        one=placed.party_id, two=other.party_id, apart=other.place - placed.place
    )
    near = near.filter(near.apart <= NEIGHBOURS)
    return near.select(left=ibis.least(near.one, near.two), right=ibis.greatest(near.one, near.two))
