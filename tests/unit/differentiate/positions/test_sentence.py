"""The sentence a person reads."""

from django.utils import translation

from lazo.differentiate.positions.sentence import why


def test_numbers_are_written_as_people_read_them() -> None:
    with translation.override("es"):
        text = why("RETAIN.overdue", {"overdue_ratio": 3.25, "recency_days": 120, "expected_gap": 37.0})
    assert text == "Compra cada 37,0 días y lleva 120 sin hacerlo: 3,2 veces su ritmo."


def test_shares_are_percent_and_the_unknown_is_a_dash() -> None:
    with translation.override("es"):
        text = why("RETAIN.fading", {"p_alive": 0.31, "p_alive_before": None})
    assert text == "La probabilidad de que siga activo bajó de — a 31 %."


def test_a_rule_of_another_version_is_named() -> None:
    with translation.override("es"):
        assert why("KEEP.forgotten", {}) == "Regla KEEP.forgotten."
