"""A customer's standing in words, and what a page shows of documents and telephones."""

from datetime import date, timedelta

import pytest

from lazo.differentiate.models import Score
from lazo.identify.models import ContactPoint
from lazo.identify.relationship_types import STANDARD_TYPES
from lazo.web.customer_contact import address_of, breakable, masked, shown
from lazo.web.customer_words import next_door, rhythm, risk_of
from lazo.web.formats import Formats
from lazo.web.relation_words import other_is

ES = Formats()
LAST = date(2025, 10, 31)


def days(*gaps: int) -> tuple[date, ...]:
    """Days of purchase, the newest first."""
    found = [LAST]
    for gap in gaps:
        found.append(found[-1] - timedelta(days=gap))
    return tuple(found)


def score(**columns: object) -> Score:
    usual = {"p_alive": 0.9, "n_purchases": 6, "frequency": 5, "recency_days": 61, "overdue_ratio": 2.61, "place": 0.37}
    return Score(**usual | columns)


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        ((14, 15, 14, 16, 15), "cada 14 a 15 días"),
        ((7, 7, 7), "cada 7 días"),
        ((1, 1, 1), "cada día"),
        ((10, 20), "cerca de 23 días, como clientes parecidos"),
        ((), "cerca de 23 días, como clientes parecidos"),
    ],
)
def test_the_rhythm_is_the_middle_half_of_one_s_own_gaps(gaps: tuple[int, ...], expected: str) -> None:
    assert rhythm(score(expected_gap=23.4), days(*gaps)) == expected


def test_no_rhythm_is_invented() -> None:
    assert rhythm(score(expected_gap=None), days(10)) == ""
    assert rhythm(None, ()) == ""


@pytest.mark.parametrize(
    ("p_alive", "state", "words"),
    [(0.95, "ok", "Bajo"), (0.8, "warn", "Medio"), (0.6, "warn", "Medio"), (0.55, "bad", "Alto"), (0.1, "bad", "Alto")],
)
def test_risk_is_said_as_the_list_says_it(p_alive: float, state: str, words: str) -> None:
    risk = risk_of(score(p_alive=p_alive), days(7, 7, 7), ES)
    assert risk
    assert (risk.state, risk.words, risk.delay) == (state, words, "61 días, 2,6 veces su ritmo")


def test_of_one_purchase_nobody_can_tell() -> None:
    risk = risk_of(score(frequency=0, p_alive=1.0), days(), ES)
    assert risk
    assert (risk.state, risk.sentence) == ("", "Compró una sola vez: todavía no se sabe si vuelve.")
    assert risk_of(score(p_alive=None), (), ES) is None
    assert risk_of(score(n_purchases=0), (), ES) is None
    assert risk_of(None, (), ES) is None


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("KEEP", "Próxima puerta: «Vuelve a comprar». El modelo espera 1,5 compras en 90 días."),
        ("LOYALTY", "Ya compra por costumbre: lo que sigue es cuidar que no se enfríe."),
        ("RETAIN", "Si nadie hace nada, la próxima puerta es «Se va»."),
        ("", ""),
    ],
)
def test_what_is_next_door(area: str, expected: str) -> None:
    assert next_door(score(area=area, expected_purchases_90d=1.52), ES) == expected


def test_next_door_of_who_has_no_model_says_how_far() -> None:
    said = next_door(score(area="ACQUIRE", expected_purchases_90d=None), ES)
    assert said == "Próxima puerta: «Primera compra». Lleva el 37\u00a0% del camino."


def test_a_document_shows_its_ends() -> None:
    assert [masked(value) for value in ("43123812", "1118592754", "12345", "")] == [
        "43 ••• 812",
        "11 ••• 754",
        "•••5",
        "•••",
    ]


@pytest.mark.parametrize(
    ("kind", "value", "href", "words"),
    [
        ("PHONE", "+573005550142", "tel:+573005550142", "+57 300 5550142"),
        ("PHONE", "300 555", "tel:300555", "300 555"),
        ("PHONE", "+56223456789 ext. 12", "tel:+56223456789;ext=12", "+56 2 2345 6789 ext. 12"),
        ("PHONE", "+1", "tel:+1", "+1"),
        ("EMAIL", "a b@c.example", "mailto:a%20b@c.example", "a b@c.example"),
    ],
)
def test_ways_of_contact_open_what_they_name(kind: str, value: str, href: str, words: str) -> None:
    point = ContactPoint(kind=kind, value=value)
    assert (address_of(point), shown(point)) == (href, words)


def test_a_number_of_the_country_is_shown_as_people_write_it_there() -> None:
    point = ContactPoint(kind="PHONE", value="+5531988887777")
    assert (shown(point, "BR"), shown(point, "CO")) == ("(31) 98888-7777", "+55 31 98888-7777")


def test_names_in_networks_open_their_page_and_whatsapps_ids_open_nothing() -> None:
    told = [("INSTAGRAM", "@ana", "ana"), ("WHATSAPP", "BR.1A2B3C4D", "BR.1A2B3C4D"), ("ADDRESS", "Cl 1", "CO||cl 1")]
    points = [ContactPoint(kind=kind, value=value, key=key) for kind, value, key in told]
    assert [address_of(point) for point in points] == ["https://www.instagram.com/ana/", "", ""]
    assert [shown(point) for point in points] == ["@ana", "BR.1A2B3C4D", "Cl 1"]


def test_every_standard_relation_has_a_short_word_from_both_ends() -> None:
    for one in STANDARD_TYPES:
        for is_outgoing in (True, False):
            assert 2 < len(other_is(one.key, is_outgoing=is_outgoing)) <= 17
            assert other_is(one.key, is_outgoing=is_outgoing) != one.key
    assert other_is("own-type", is_outgoing=True, otherwise="asesora a") == "asesora a"


def test_an_address_is_broken_after_its_at_sign_and_stays_text() -> None:
    assert breakable("ana@example.com") == "ana@<wbr>example.com"
    assert breakable("<b>@x") == "&lt;b&gt;@<wbr>x"
    assert breakable("+57 300 555 0142") == "+57 300 555 0142"
