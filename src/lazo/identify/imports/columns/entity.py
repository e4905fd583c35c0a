"""Guesses what the rows of a file are."""

from __future__ import annotations

from collections.abc import Sequence

from lazo.identify.imports.columns.fields import ENTITIES, FIELDS, Entity
from lazo.identify.imports.columns.guess import header_score

# What only rows of one kind carry; the rest is shared.
_TELLING: dict[Entity, dict[str, float]] = {
    "customers": {
        "given_name": 2, "surnames": 2, "legal_name": 2, "birth_date": 3, "address": 1.5, "city": 1, "trade_name": 2, "created_on": 2,
        "name": 0.5, "email": 0.5, "phone": 0.5, "tax_id": 0.5, "kind": 0.5},
    "purchases": {
        "amount": 2.5, "date": 1, "quantity": 2, "unit_price": 1.5, "external_id": 1, "net": 2, "tax": 2, "line_amount": 2, "product_sku": 0.5,
        "margin": 1, "discount": 1,
    },
    "interactions": {"direction": 2, "subject": 3, "text": 2, "kind": 1, "channel": 0.5, "date": 1},
    "contracts": {
        "ends_on": 1.5, "cancelled_on": 2.5, "renews_on": 3, "period": 2, "date": 0.5, "amount": 0.5, "external_id": 1,
    },
    "products": {"sku": 2, "price": 1.5, "category": 1, "cost": 1.5, "name": 1},
    "consents": {"purpose": 3, "state": 2.5, "evidence": 1.5, "text_version": 2, "basis": 2, "channel": 0.5, "date": 0.5},
}  # fmt: skip
SURE = 0.9


def guess_entity(header: Sequence[str]) -> Entity:
    """What the rows are, by the fields that only such rows carry; customers when nothing speaks."""
    scores = {entity: _score(header, entity) for entity in ENTITIES}
    return max(ENTITIES, key=lambda entity: (scores[entity], -ENTITIES.index(entity)))


def _score(header: Sequence[str], entity: Entity) -> float:
    found = {field.key for field in FIELDS[entity] if any(header_score(name, field) >= SURE for name in header)}
    score = sum(weight for key, weight in _TELLING[entity].items() if key in found)
    if entity == "purchases":
        return score + 3 if {"date", "amount"} <= found else score if "date" in found else score / 5
    if entity == "contracts":
        return score if found & _MARKS_OF_CONTRACT and {"date", "amount"} <= found else 0.0
    if entity == "interactions":
        return score if "date" in found and found & _MARKS_OF_TALK else score / 5
    if entity == "products":
        return 0.0 if _names_a_sale(header) else score if found & {"price", "cost"} or "sku" in found else score / 5
    if entity == "consents":
        return score if {"purpose", "state"} <= found else score / 5
    return score


_MARKS_OF_CONTRACT = {"cancelled_on", "renews_on", "ends_on"}
_MARKS_OF_TALK = {"direction", "subject", "text", "kind"}


def _names_a_sale(header: Sequence[str]) -> bool:
    keys = {"date", "customer_id", "customer_tax_id", "customer_email", "quantity"}
    return any(
        header_score(name, field) >= SURE for name in header for field in FIELDS["purchases"] if field.key in keys
    )
