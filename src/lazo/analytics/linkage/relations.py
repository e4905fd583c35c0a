"""Who shares a telephone, an e-mail or a document and is not the same: a household or a company is proposed, never a merge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.comparison import ELSE
from lazo.analytics.linkage.prepared import Prepared, single_keys
from lazo.analytics.linkage.records import ORGANIZATION
from lazo.analytics.linkage.settings import LinkSettings

if TYPE_CHECKING:
    from ibis.expr.types import Table

HOUSEHOLD, COMPANY = "HOUSEHOLD", "COMPANY"
LARGEST_HOUSEHOLD, MOST_HOLDERS = 8, 25
"""More holders than a household has are a company; more than `MOST_HOLDERS` are a switchboard, and nobody is proposed to anybody."""
NAMES, PROOFS = ("given", "surnames", "company"), ("documents",)


def other_names(rows: Table, settings: LinkSettings) -> Any:
    """Whether the names of a scored pair differ while what is shared is what families and companies share.

    True when a given name, the surnames or the company's name is different and no document is the same; the same birth date excuses other
    surnames (marriage) but not another given name (twins). Never where the settings name nothing that is shared.
    """
    import ibis

    known = {one.name for one in settings.comparisons}
    if not settings.shared or not known & set(NAMES):
        return ibis.literal(False)
    differ = [_is(rows, name, ELSE) for name in ("given", "company") if name in known]
    if "surnames" in known:
        born = _is(rows, "birth", "equal") if "birth" in known else ibis.literal(False)
        differ.append(_is(rows, "surnames", ELSE) & ~born)
    found = differ[0]
    for one in differ[1:]:
        found |= one
    proofs = [_is(rows, name, "equal") for name in PROOFS if name in known]
    for proof in proofs:
        found &= ~proof
    return found


def _is(rows: Table, name: str, level: str) -> Any:
    return rows[f"{name}_level"].fill_null("") == level


def related(prepared: Prepared, same: Table) -> Table:
    """Pairs that share a key of a list and are not in `same`: `left` < `right`, `relation`, `shared` (the list), `holders` (of the key)."""
    import ibis

    parts = [_sharing(prepared, name) for name in prepared.settings.shared]
    if not parts:
        schema = {"left": "int64", "right": "int64", "relation": "string", "shared": "string", "holders": "int64"}
        return prepared.engine.take(ibis.schema(schema).to_pyarrow().empty_table())
    found = parts[0]
    for one in parts[1:]:
        found = found.union(one)
    first = found.group_by("left", "right").aggregate(
        relation=found.relation.min(), shared=found.shared.max(), holders=found.holders.min()
    )
    return first.anti_join(same, ["left", "right"])


def _sharing(prepared: Prepared, name: str) -> Table:
    table = prepared.table
    organization = (table.kind.fill_null("") == ORGANIZATION).cast("int8")
    single = single_keys(prepared.engine, table, name, _literal(name))
    sizes = single.group_by("key").aggregate(holders=lambda rows: rows.count())
    sizes = sizes.filter((sizes.holders > 1) & (sizes.holders <= MOST_HOLDERS))
    held = single.join(sizes, "key").join(table.select("party_id", organization=organization), "party_id")
    other = held.view()
    pairs = held.join(other, [held.key == other.key, held.party_id < other.party_id]).select(
        left=held.party_id,
        right=other.party_id,
        company=(held.organization + other.organization > 0) | (held.holders > LARGEST_HOUSEHOLD),
        holders=held.holders,
    )
    return pairs.select(
        "left", "right", relation=pairs.company.ifelse(COMPANY, HOUSEHOLD), shared=_literal(name), holders=pairs.holders
    )


def _literal(text: str) -> Any:
    import ibis

    return ibis.literal(text)
