"""Candidates: pairs of records worth comparing, because they share a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.prepared import Prepared
from lazo.analytics.linkage.settings import LinkSettings

if TYPE_CHECKING:
    from ibis.expr.types import Table

NEIGHBOURS = 8
"""In a block too large to pair everybody, each is paired with so many next by name."""


def candidates(prepared: Prepared) -> Table:
    """Each pair once: `left` < `right`.

    A key that too many records share says too little to pair them all: of a switchboard's telephone or a shop's e-mail
    the neighbours by name are paired, other such keys are passed over.
    """
    settings = prepared.settings
    keys = prepared.keys
    sizes = keys.group_by("key").aggregate(n=keys.count())
    sizes = sizes.filter(sizes.n > 1)
    shared = prepared.engine.keep(keys.join(sizes, "key").select("party_id", "key", "n"))
    small = shared.filter(shared.n <= largest(settings, shared.key))
    found = _paired(small)
    large = _neighbours(prepared, shared)
    if large is not None:
        found = found.union(large)
    kept = prepared.engine.keep(found.distinct())
    prepared.engine.drop(shared)
    return kept


def of_list(settings: LinkSettings, key: Any) -> Any:
    """Whether a key is one of a shared list: a telephone, an e-mail, a document."""
    rules = [str(number) for number, block in enumerate(settings.blocks) if block[0] in settings.shared]
    return key.re_search(f"^(?:{'|'.join(rules)})[po]") if rules else key.isnull()


def largest(settings: LinkSettings, key: Any) -> Any:
    """How many records a key may have for all of them to be paired."""
    return of_list(settings, key).ifelse(settings.largest_shared, settings.largest_block)


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
    large = shared.filter((shared.n > settings.largest_shared) & of_list(settings, shared.key))
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
