"""The rules applied to everyone at once: area, sub-state, rule, the other areas that are true, and the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lazo.differentiate.positions.condition import as_ibis
from lazo.differentiate.positions.rule import OUTSIDE, RULES, Rule, rules_in_force

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table

DIGITS = 3
AREAS = ("ACQUIRE", "KEEP", "MAXIMIZE", "LOYALTY", "RETAIN")


def with_position(table: Table) -> Table:
    """Adds `rule`, `area` (blank outside), `sub_state`, `also_in` and `evidence`; one row stays one row.

    Who fits no rule was never known to want anything of us: `rule` is then OUT.unknown and the area blank. `worth_offering` (above 0: some
    offer is) may be there, and is gone afterwards.
    """
    import ibis

    if "worth_offering" not in table.columns:
        table = table.mutate(worth_offering=ibis.null("float64"))
    flags = {_flag(rule): as_ibis(rule.condition, table) for rule in rules_in_force()}
    flagged = table.mutate(**flags)
    chosen = flagged.mutate(rule=ibis.cases(*[(flagged[_flag(rule)], rule.key) for rule in RULES], else_="OUT.unknown"))
    placed = chosen.mutate(
        area=_of_rule(chosen, {rule.key: rule.area for rule in RULES}),
        sub_state=_of_rule(chosen, {rule.key: rule.sub_state for rule in RULES}),
        evidence=ibis.cases(*[(chosen.rule == rule.key, _evidence(chosen, rule)) for rule in RULES], else_="{}"),
    )
    return placed.mutate(also_in=_also_in(placed)).drop(*flags, "worth_offering")


def _flag(rule: Rule) -> str:
    return f"holds_{rule.key.replace('.', '_')}"


def _of_rule(table: Table, values: dict[str, str]) -> StringValue:
    import ibis

    return ibis.cases(*[(table.rule == key, value) for key, value in values.items() if value], else_="")


def _also_in(table: Table) -> StringValue:
    """Other areas whose rules hold, in the order of the cycle; that every customer is also kept goes without saying."""
    import ibis

    parts = []
    for area in AREAS:
        rules = [rule for rule in RULES if rule.area == area and not rule.key.startswith("KEEP.base")]
        true_here = ibis.or_(*[table[_flag(rule)] for rule in rules])
        parts.append((true_here & (table.area != area) & (table.area != OUTSIDE)).ifelse(f",{area}", ""))
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + part
    return joined.substr(1)


def _evidence(table: Table, rule: Rule) -> StringValue:
    """The columns the rule names, as the text of a JSON object; numbers with at most three decimals."""
    import ibis

    text = ibis.literal("{")
    for position, name in enumerate(rule.evidence):
        text = text + ("" if position == 0 else ", ") + f'"{name}": ' + _json(table, name)
    return text + "}"


def _json(table: Table, name: str) -> StringValue:
    column = table[name]
    if column.type().is_string():
        return ('"' + column + '"').fill_null("null")
    if column.type().is_floating():
        # Halves away from zero of the number itself: engines round to digits by rules of their own.
        column = (column * 10**DIGITS).round() / 10**DIGITS
    return column.cast("string").fill_null("null")
