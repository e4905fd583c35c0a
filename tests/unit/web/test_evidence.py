"""The sentence that says why a customer stands where it stands."""

import pytest

from lazo.differentiate.positions.rule import RULES, Rule
from lazo.web.evidence import sentence
from lazo.web.formats import Formats

COLOMBIA = Formats("es", "CO", "COP")


def test_numbers_are_written_as_people_say_them() -> None:
    evidence = {"overdue_ratio": 2.61, "recency_days": 61, "expected_gap": 23.4}
    written = sentence("RETAIN.overdue", evidence, COLOMBIA)
    assert written == "Compra cada 23,4 días y lleva 61 sin hacerlo: 2,6 veces su ritmo."


def test_shares_are_percentages_and_tiers_have_names() -> None:
    written = sentence("LOYALTY.tier", {"tier": "MVC", "frequency": 14, "p_alive": 0.93}, COLOMBIA)
    assert "(Mayor valor)" in written
    assert "93\u00a0%" in written


def test_a_number_that_is_missing_or_unknown_is_a_dash() -> None:
    assert sentence("RETAIN.fading", {"p_alive": None}, COLOMBIA).count("–") == 2


def test_a_rule_of_another_version_is_named() -> None:
    assert sentence("KEEP.gone", {}, COLOMBIA) == "Regla KEEP.gone."


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_has_a_sentence_with_its_evidence(rule: Rule) -> None:
    written = sentence(rule.key, dict.fromkeys(rule.evidence, 3), COLOMBIA)
    assert "–" not in written
    assert "%(" not in written
