"""Each rule of place, by a customer who just meets it and one who just does not."""

from typing import Any

import pytest

from lazo.differentiate.positions.condition import columns_of, holds
from lazo.differentiate.positions.rule import BY_KEY, RULES

ACTIVE: dict[str, Any] = {
    "worth_offering": 1.0,
    "kind": "PERSON",
    "is_customer": True,
    "frequency": 3,
    "n_days": 4,
    "age_days": 400,
    "recency_days": 20,
    "interest_days": 20,
    "lost_for_days": -400,
    "p_alive": 0.9,
    "p_alive_before": 0.95,
    "overdue_ratio": 0.5,
    "expected_gap": 40.0,
    "tier": "LMC",
    "customer_class": "buyer",
    "holdings": 2,
    "usual_holdings": 2,
    "missing_holdings": 0,
    "unrealised": 0,
    "unrealised_rank": 0.1,
    "revenue_ratio": None,
    "steps": 1,
    "has_contract": False,
    "churn_90d": None,
    "churn_rank": None,
    "contract_renewals": None,
    "contract_age_days": None,
    "contract_end_in_days": None,
}
CONTRACT: dict[str, Any] = {
    "has_contract": True,
    "churn_90d": 0.3,
    "churn_rank": 0.5,
    "contract_renewals": 4,
    "contract_age_days": 400,
}


def rule_of(**changes: Any) -> str:
    row = {**ACTIVE, **changes}
    return next((rule.key for rule in RULES if holds(rule.condition, row)), "OUT.unknown")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "KEEP.base"),
        ({"is_customer": False, "interest_days": 180}, "ACQUIRE.prospect"),
        ({"is_customer": False, "interest_days": 181}, "OUT.silent"),
        ({"recency_days": 730}, "KEEP.base"),
        ({"recency_days": 731, "interest_days": 731}, "OUT.lost"),
        ({"recency_days": 1500, "lost_for_days": 731, "interest_days": 3}, "ACQUIRE.recycled"),
        ({"recency_days": 1500, "lost_for_days": 730, "interest_days": 3}, "OUT.lost"),
        ({"overdue_ratio": 6.1, "p_alive": 0.49}, "OUT.lost"),
        ({"overdue_ratio": 6.1, "p_alive": 0.5}, "RETAIN.overdue"),
        ({"overdue_ratio": 6.0, "p_alive": 0.3, "p_alive_before": 0.8}, "RETAIN.fading"),
        ({"overdue_ratio": 1.0, "p_alive": 0.49, "p_alive_before": 0.79}, "KEEP.base"),
        ({"overdue_ratio": 2.0, "p_alive": 0.79}, "RETAIN.overdue"),
        ({"overdue_ratio": 2.0, "p_alive": 0.8}, "KEEP.base"),
        ({"overdue_ratio": 2.0, "p_alive": None, "p_alive_before": None}, "RETAIN.overdue"),
        ({"overdue_ratio": 1.9, "p_alive": None, "p_alive_before": None}, "KEEP.base"),
        ({"kind": "ORGANIZATION", "revenue_ratio": 0.5}, "RETAIN.shrinking"),
        ({"kind": "ORGANIZATION", "revenue_ratio": 0.51}, "KEEP.base"),
        ({"revenue_ratio": 0.1}, "KEEP.base"),
        ({"n_days": 1, "frequency": 0, "age_days": 89, "p_alive": 1.0}, "KEEP.welcome"),
        ({"n_days": 1, "frequency": 0, "age_days": 90, "p_alive": 1.0}, "KEEP.once"),
        ({"n_days": 1, "frequency": 0, "age_days": 300, "overdue_ratio": 5.0, "tier": "MVC"}, "KEEP.once"),
        ({"tier": "MVC", "p_alive": 0.81}, "LOYALTY.tier"),
        ({"tier": "SGC", "p_alive": None, "p_alive_before": None}, "LOYALTY.tier"),
        ({"tier": "MVC", "p_alive": 0.49, "p_alive_before": 0.7}, "KEEP.base"),
        ({"customer_class": "frequent", "p_alive": 0.7}, "LOYALTY.class"),
        ({"customer_class": "frequent", "p_alive": 0.69}, "KEEP.base"),
        ({"unrealised": 1, "unrealised_rank": 0.6}, "MAXIMIZE.potential"),
        ({"unrealised": 0, "unrealised_rank": 0.6}, "KEEP.base"),
        ({"unrealised": 1, "unrealised_rank": 0.59}, "KEEP.base"),
        ({"missing_holdings": 1}, "MAXIMIZE.holdings"),
        ({"missing_holdings": 1, "p_alive": 0.49, "p_alive_before": 0.7}, "KEEP.base"),
        ({"missing_holdings": None}, "KEEP.base"),
        (CONTRACT, "KEEP.contract"),
        ({**CONTRACT, "contract_end_in_days": 1}, "RETAIN.leaving"),
        ({**CONTRACT, "churn_90d": 0.35}, "RETAIN.contract"),
        ({**CONTRACT, "churn_90d": 0.1, "churn_rank": 0.9}, "RETAIN.contract"),
        ({**CONTRACT, "churn_90d": 0.0, "churn_rank": 1.0}, "LOYALTY.renewed"),
        ({**CONTRACT, "churn_90d": 0.19}, "LOYALTY.renewed"),
        ({**CONTRACT, "churn_90d": 0.19, "contract_renewals": 0}, "KEEP.contract"),
        ({**CONTRACT, "churn_90d": None, "churn_rank": None}, "KEEP.contract"),
        ({**CONTRACT, "contract_age_days": 89}, "KEEP.starting"),
        ({**CONTRACT, "contract_age_days": 89, "churn_90d": 0.5}, "RETAIN.contract"),
        # Who has a contract is neither lost nor late, and a customer without a purchase.
        ({**CONTRACT, "recency_days": 1500, "overdue_ratio": 9.0, "p_alive": 0.1}, "KEEP.contract"),
        ({**CONTRACT, "is_customer": False, "interest_days": 300}, "KEEP.contract"),
        ({**CONTRACT, "kind": "ORGANIZATION", "revenue_ratio": 0.1}, "RETAIN.shrinking"),
    ],
)
def test_the_first_rule_that_holds(changes: dict[str, Any], expected: str) -> None:
    assert rule_of(**changes) == expected


def test_leaving_comes_before_the_welcome_and_the_welcome_before_value() -> None:
    order = [rule.area for rule in RULES if rule.area and rule.area != "ACQUIRE" and rule.sub_state != "once"]
    assert [area for place, area in enumerate(order) if area not in order[:place]] == [
        "RETAIN",
        "KEEP",
        "LOYALTY",
        "MAXIMIZE",
    ]


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_every_sentence_says_only_what_its_rule_keeps_as_evidence(key: str) -> None:
    rule = BY_KEY[key]
    told = dict.fromkeys(rule.evidence, "x")
    assert str(rule.why) % told
    assert len(rule.key) <= 40
    assert len(rule.sub_state) <= 12


def test_rules_read_only_known_columns() -> None:
    read = frozenset().union(*(columns_of(rule.condition) | set(rule.evidence) for rule in RULES))
    assert read <= set(ACTIVE)
