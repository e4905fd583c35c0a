"""`lazo policy`: one customer asked, and the rules told."""

import pytest
from contacted import somebody
from terminal import Lazo
from world import World, make_world

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_a_customer_is_asked(lazo: Lazo, company: World) -> None:
    party = somebody()
    asked = ("policy", "check", str(party.pk), "--purpose", "marketing", "--channel", "email")
    said = lazo(*asked, "--at", "2026-11-29T10:00").out
    assert "No: Ley 2300 de 2023, arts. 3 y 5: allí es domingo y no se contacta. (regla co-2300-hours)" in said
    assert "Se podrá desde 2026-11-30 07:00" in said
    assert "Sí se puede." in lazo(*asked, "--at", "2026-11-30T10:00").out
    assert lazo(*asked, "--at", "2026-11-29T10:00", "--json").json == {
        "customer": party.pk,
        "allowed": False,
        "rule": "co-2300-hours",
        "country": "CO",
        "words": "Ley 2300 de 2023, arts. 3 y 5: allí es domingo y no se contacta.",
        "until": "2026-11-30T12:00:00+00:00",
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("99",), "No hay un cliente 99 que veas."),
        (("{}", "--channel", "fax"), "No existe esa finalidad o ese canal"),
        (("{}", "--at", "ayer"), "«ayer» no es un momento como 2026-11-29T10:00."),
    ],
)
def test_what_cannot_be_says_what_to_do(lazo: Lazo, company: World, words: tuple[str, ...], sentence: str) -> None:
    number = str(somebody().pk)
    failed = lazo("policy", "check", *(word.format(number) for word in words))
    assert failed.code == 1
    assert sentence in failed.err


def test_the_rules_of_a_country_are_told(lazo: Lazo, company: World) -> None:
    rules = lazo("policy", "rules", "--country", "co", "--json").json["rules"]
    assert [rule["key"] for rule in rules][:2] == ["co-2300-hours", "co-2300-daily"]
    assert rules[0]["hours"]["mon"] == ["07:00", "19:00"]
    assert "abogado de cada país" in lazo("policy", "rules", "--country", "CL").out
