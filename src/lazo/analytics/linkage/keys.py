"""The keys under which a record's candidates are looked for. A part that is unknown makes no key: blank is nobody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lazo.analytics.linkage.records import ORGANIZATION
from lazo.analytics.linkage.settings import LinkSettings

if TYPE_CHECKING:
    from ibis.expr.types import Table

BETWEEN, OF_PERSON, OF_COMPANY = "|", "p|", "o|"


def record_keys(table: Table, settings: LinkSettings) -> Table:
    """`party_id`, `key`: every key of every record once. A key begins with the number of its rule
    and whether it is a person's or a company's: the two are never the same.
    """
    rules = [_rule_keys(table, number, columns) for number, columns in enumerate(settings.blocks)]
    found = rules[0]
    for one in rules[1:]:
        found = found.union(one)
    return found


def _rule_keys(table: Table, number: int, columns: tuple[str, ...]) -> Table:
    prefix = prefix_of(table, number)
    if table[columns[0]].type().is_array():
        single = table.select("party_id", prefix=prefix, part=table[columns[0]].unnest()).distinct()
        return single.select("party_id", key=single.prefix + single.part)
    key = prefix
    for place, column in enumerate(columns):
        key = key + (BETWEEN if place else "") + table[column]
    found = table.select("party_id", key=key)
    return found.filter(found.key.notnull())


def prefix_of(table: Table, number: int) -> Any:
    """How the keys of a rule begin: with its number, and whether they are a person's or a company's."""
    organization = table.kind.fill_null("") == ORGANIZATION
    return organization.ifelse(f"{number}{OF_COMPANY}", f"{number}{OF_PERSON}")


def keys_of(row: Mapping[str, Any], settings: LinkSettings) -> list[str]:
    """The same of one prepared record, in plain Python."""
    found: list[str] = []
    of = OF_COMPANY if row.get("kind") == ORGANIZATION else OF_PERSON
    for number, columns in enumerate(settings.blocks):
        values: list[Any] = [row.get(column) for column in columns]
        if any(value is None for value in values):
            continue
        if isinstance(values[0], list):
            found += [f"{number}{of}{key}" for key in dict.fromkeys(values[0])]
        else:
            found.append(f"{number}{of}" + BETWEEN.join(values))
    return found
