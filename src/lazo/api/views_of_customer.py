"""How rows about a customer are told."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from lazo.analytics.cost_to_serve import COUNTS
from lazo.api.answer import money
from lazo.differentiate.models import Score
from lazo.differentiate.queries.customer_score import customer_score
from lazo.differentiate.queries.served import served_values
from lazo.identify.models import Party, SourceRecord
from lazo.identify.operations.party_details import party_values
from lazo.identify.queries.custom_fields import CUSTOM, CustomField
from lazo.identify.queries.parties import family_of
from lazo.identify.queries.relations import household_of
from lazo.kernel.models import User


def customer_row(party: Party, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The customer as it is kept, with the version to change it on; `values` are its fields where they are known already."""
    values = party_values(party) if values is None else values
    custom = {name.removeprefix(CUSTOM): value for name, value in values.items() if name.startswith(CUSTOM)}
    plain = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if not name.startswith(CUSTOM)
    }
    return {
        "id": party.pk,
        "kind": party.kind,
        "name": party.name,
        **plain,
        "first_contact_on": party.first_contact_on,
        "created_at": party.created_at,
        "version": party.version,
        "retired": party.retired_at is not None,
        "custom": custom,
    }


def summary_row(party: Party, *, user: User, currency: str) -> dict[str, Any]:
    """All that is known at a glance: the customer, what other systems call it, its household, its value and place."""
    records = SourceRecord.objects.filter(party_id__in=family_of(party)).order_by("pk")
    sources = [{"source": key, "external_id": said} for key, said in records.values_list("source__key", "external_id")]
    household = household_of(party=party, user=user)
    return {
        **customer_row(party),
        "sources": sources,
        "household": household.id if household else None,
        "score": score_row(party.pk, user=user, currency=currency),
    }


def score_row(customer: int, *, user: User, currency: str) -> dict[str, Any] | None:
    """Value and place; None before the first score run that knew the customer."""
    found = customer_score(customer_id=customer, user=user)
    if found is None:
        return None
    score = found.score
    amounts = ("value_12m", "value_365d", "value_365d_low", "value_365d_high", "clv", "potential_value", "unrealised")
    plain = (
        "area",
        "sub_state",
        "place",
        "p_alive",
        "tier",
        "migrator",
        "rfm",
        "strategic",
        "n_purchases",
        "first_day",
        "last_day",
    )
    return {
        "on": score.on_date,
        "also_in": found.also_in,
        "why": found.why,
        **{name: money(getattr(score, name), currency) for name in amounts},
        **{name: getattr(score, name) for name in plain},
        "served": _served(score, currency),
    }


def _served(score: Score, currency: str) -> dict[str, Any] | None:
    """What serving the customer cost; None where no unit cost is stated."""
    found = served_values([score.pk], run_id=score.run_id).get(score.pk)
    if found is None:
        return None
    return {name: value if name in COUNTS else money(value, currency) for name, value in asdict(found).items()}


def custom_in(custom: Mapping[str, Any], fields: Mapping[str, CustomField]) -> dict[str, Any]:
    """Own fields as operations take them: by the name of the form, days as days. What is no day stays text, and is refused below."""
    found = {}
    for key, value in custom.items():
        field = fields.get(f"{CUSTOM}{key}")
        found[f"{CUSTOM}{key}"] = _day(value) if field is not None and field.type == "DATE" else value
    return found


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value
