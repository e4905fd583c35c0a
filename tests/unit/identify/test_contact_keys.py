"""The key under which ways of contact meet, country by country.

Brazil: mobiles have nine digits since Anatel's resolution 553/2010 (the last area codes in November 2016), WhatsApp still reports many
without (devlikeapro/waha#1261, chatwoot#13986). Mexico: no 1 after 52 since the IFT's plan of 3 August 2019; WhatsApp still sends it
(chatwoot#14174). Argentina: 9 after 54 from abroad, 15 after the area code inside (ENACOM); WhatsApp with or without (chatwoot#14264).
"""

import pytest

from lazo.identify.contact_keys import ContactKey, contact_key
from lazo.identify.search.words import other_writings


@pytest.mark.parametrize(
    ("country", "texts", "key", "variants"),
    [
        ("BR", ["+55 31 98888-8888", "55 31 8888-8888", "(31) 8888-8888", "031 98888 8888"], "+5531988888888", ("+5531988888888", "+553188888888")),
        ("BR", ["(11) 3123-4567"], "+551131234567", ("+551131234567",)),
        ("MX", ["+52 1 55 1234 5678", "5215512345678", "044 55 1234 5678", "55 1234 5678"], "+525512345678", ("+525512345678", "+5215512345678")),
        ("AR", ["+54 9 11 5123-4567", "011 15-5123-4567", "11 5123 4567", "5491151234567"], "+541151234567", ("+541151234567", "+5491151234567")),
        ("AR", ["(0351) 15 512 3456", "+54 9 351 512 3456"], "+543515123456", ("+543515123456", "+5493515123456")),
        ("CL", ["+56 9 8765 4321", "09 8765 4321", "987654321"], "+56987654321", ("+56987654321",)),
        ("CO", ["300 123 4567", "03 300 123 4567", "+57 300 1234567"], "+573001234567", ("+573001234567",)),
        ("CL", ["+56 2 2345 6789 anexo 12", "22345 6789 ext. 12"], "+56223456789;ext=12", ("+56223456789;ext=12",)),
    ],
)  # fmt: skip
def test_writings_of_a_number_have_one_key(country: str, texts: list[str], key: str, variants: tuple[str, ...]) -> None:
    for text in texts:
        found = contact_key("PHONE", text, country)
        assert found is not None
        assert found.key == key
        assert set(variants) <= set(found.variants)
        assert found.variants[0] == key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("553188888888", "31988888888"),
        ("3188888888", "31988888888"),
        ("5215512345678", "5512345678"),
        ("5491151234567", "1151234567"),
        ("541151234567", "91151234567"),
    ],
)
def test_search_looks_for_the_same_variants(typed: str, kept: str) -> None:
    assert other_writings(typed) == [kept]


def test_other_numbers_have_no_other_writing() -> None:
    assert other_writings("56987654321") == []
    assert other_writings("1131234567") == []


def test_addresses_of_one_mailbox_have_one_key() -> None:
    found = contact_key("EMAIL", "Ana.Rojas+X@googlemail.com")
    assert found == ContactKey(
        "EMAIL", "anarojas@gmail.com", ("anarojas@gmail.com", "ana.rojas+x@googlemail.com", "anarojas@googlemail.com")
    )
    assert contact_key("EMAIL", "ana@x.cl") == ContactKey("EMAIL", "ana@x.cl", ("ana@x.cl",))


def test_names_and_addresses_have_theirs() -> None:
    assert contact_key("INSTAGRAM", "instagram.com/Ana") == ContactKey("INSTAGRAM", "ana", ("ana",))
    assert contact_key("WHATSAPP", "BR.1A2B3C4D") == ContactKey("WHATSAPP", "BR.1A2B3C4D", ("BR.1A2B3C4D",))
    place = contact_key("ADDRESS", "Cra. 7 # 71-21", "CO", city="Bogotá")
    assert place == ContactKey("ADDRESS", "CO|bogota|cr 7 71 21", ("CO|bogota|cr 7 71 21",))


@pytest.mark.parametrize(
    ("kind", "text"), [("EMAIL", "nada"), ("PHONE", "99999999"), ("PHONE", ""), ("X", "a b"), ("ADDRESS", "s/n")]
)
def test_what_is_none_has_no_key(kind: str, text: str) -> None:
    assert contact_key(kind, text, "CL") is None
