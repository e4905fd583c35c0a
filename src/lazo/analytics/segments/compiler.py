"""Sets at a time: the tree of a segment as an Ibis expression, for any engine that holds the warehouse's tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lazo.analytics.segments import compiler_values as values
from lazo.analytics.segments.definition import AllOf, AnyOf, Condition, InSegment, Node, Not
from lazo.analytics.segments.set_tables import SetTables

if TYPE_CHECKING:
    from ibis.expr.types import Table


@dataclass(frozen=True)
class Compiler:
    """`segments` are the trees that others name by key; a key without a tree is a static list, `members` its table: customer_id."""

    base: SetTables
    segments: Mapping[str, Node] = field(default_factory=dict)
    members: Mapping[str, Table] = field(default_factory=dict)

    def members_of(self, node: Node) -> Table:
        """Who fits: customer_id, one row each, in no order."""
        everybody = self.base.customers().select("customer_id")
        match node:
            case AllOf(parts):
                for part in parts:
                    everybody = everybody.semi_join(self.members_of(part), "customer_id")
                return everybody
            case AnyOf(parts):
                found = [self.members_of(part) for part in parts]
                return found[0].union(*found[1:], distinct=True) if len(found) > 1 else found[0]
            case Not(part):
                return everybody.anti_join(self.members_of(part), "customer_id")
            case InSegment(key):
                tree = self.segments.get(key)
                if tree is not None:
                    return self.members_of(tree)
                return everybody.semi_join(self.members[key], "customer_id")
        return self.fitting(node)

    def fitting(self, condition: Condition) -> Table:
        """Who fits one condition: customer_id, one row each."""
        value, asked = values.value_of(self.base, condition)
        everybody = self.base.customers().select("customer_id")
        if asked is None:
            return everybody.semi_join(value, "customer_id")
        joined = everybody.left_join(value, "customer_id", rname="{name}_value")
        known: Any = joined.value if asked.empty is None else joined.value.fill_null(asked.empty)
        fits = values.fits(asked.test, known, on=self.base.on, is_words=asked.is_words)
        return joined.filter(fits).select("customer_id")
