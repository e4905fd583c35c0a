"""Examples that hypothesis made, put side by side in one table: each has ids of its own, so that one question answers for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from drawn import examples
from engines.reference import Purchase, Row
from engines.segment_data import MadeCompany
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

APART = 1_000
"""Ids of one example lie this far from those of the next."""
IDS = {
    "id",
    "party_id",
    "canonical_id",
    "customer_id",
    "purchase_id",
    "origin_id",
    "target_id",
    "takes_back_id",
}


def made(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """So many examples, always the same."""
    found: list[Any] = []

    @settings(
        max_examples=examples(count),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(one=strategy)
    def collect(one: Any) -> None:
        found.append(one)

    collect()
    return found


def purchases_apart(drawn: Iterable[list[Purchase]]) -> list[Purchase]:
    return [
        replace(one, party_id=None if one.party_id is None else one.party_id + place * APART)
        for place, rows in enumerate(drawn)
        for one in rows
    ]


def parties_apart(drawn: Iterable[dict[int, int]]) -> dict[int, int]:
    return {
        party + place * APART: root + place * APART
        for place, canonical in enumerate(drawn)
        for party, root in canonical.items()
    }


def companies_together(companies: Iterable[MadeCompany]) -> MadeCompany:
    """One company of many; of the products, which are the same in all, only those of the first."""
    together: dict[str, list[Row]] = {}
    for place, company in enumerate(companies):
        for name, rows in company.tables.items():
            if name != "products":
                together.setdefault(name, []).extend(_apart(row, place) for row in rows)
            elif not place:
                together[name] = rows
    return MadeCompany(together)


def _apart(row: Row, place: int) -> Row:
    return {name: value + place * APART if name in IDS and value is not None else value for name, value in row.items()}
