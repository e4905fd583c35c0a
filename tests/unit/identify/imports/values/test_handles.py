import pytest

from lazo.identify.imports.values.handles import NETWORKS, Handle, address_of_handle, read_handle


@pytest.mark.parametrize(
    ("network", "text", "value", "key"),
    [
        ("INSTAGRAM", "https://www.instagram.com/Ana.Rojas/?hl=es", "@ana.rojas", "ana.rojas"),
        ("INSTAGRAM", "@Ana_R", "@ana_r", "ana_r"),
        ("FACEBOOK", "https://m.facebook.com/profile.php?id=100012345", "100012345", "100012345"),
        ("FACEBOOK", "facebook.com/Ana.Rojas.9", "ana.rojas.9", "anarojas9"),
        ("X", "https://twitter.com/AnaR", "@anar", "anar"),
        ("X", "mobile.twitter.com/AnaR/status/1", "@anar", "anar"),
        ("TIKTOK", "https://www.tiktok.com/@ana.r?lang=es", "@ana.r", "ana.r"),
        ("LINKEDIN", "https://cl.linkedin.com/in/Ana-Rojas-123/", "in/ana-rojas-123", "in/ana-rojas-123"),
        ("LINKEDIN", "ana-rojas-123", "in/ana-rojas-123", "in/ana-rojas-123"),
        ("LINKEDIN", "linkedin.com/company/lazo", "company/lazo", "company/lazo"),
        ("TELEGRAM", "t.me/AnaRojas", "@anarojas", "anarojas"),
        ("WHATSAPP", "US.13491208655302741918", "US.13491208655302741918", "US.13491208655302741918"),
        ("WHATSAPP", "whatsapp:br.1A2b3C4D5E", "BR.1A2b3C4D5E", "BR.1A2b3C4D5E"),
        ("WHATSAPP", "US.ENT.11815799212886844830", "US.ENT.11815799212886844830", "US.ENT.11815799212886844830"),
    ],
)
def test_however_it_is_written_a_name_has_one_form(network: str, text: str, value: str, key: str) -> None:
    assert read_handle(network, text) == Handle(value, key)
    assert read_handle(network, value) == Handle(value, key)


@pytest.mark.parametrize(
    ("network", "text"),
    [
        ("INSTAGRAM", "ana..x"),
        ("INSTAGRAM", "ana."),
        ("INSTAGRAM", "a" * 31),
        ("INSTAGRAM", "https://instagram.com/p/abc"),
        ("INSTAGRAM", "https://twitter.com/ana"),
        ("X", "ana.rojas"),
        ("X", "a" * 16),
        ("TIKTOK", "a"),
        ("TELEGRAM", "@1abcd"),
        ("TELEGRAM", "abcd"),
        ("FACEBOOK", "ana"),
        ("WHATSAPP", "+5511999990000"),
        ("WHATSAPP", "correo.electronico"),
        ("WHATSAPP", "US." + "1" * 129),
        ("X", ""),
    ],
)
def test_what_the_network_would_not_take_is_no_name(network: str, text: str) -> None:
    assert read_handle(network, text) is None


def test_names_lead_to_their_page_but_whatsapps_ids_to_none() -> None:
    assert address_of_handle("INSTAGRAM", "ana") == "https://www.instagram.com/ana/"
    assert address_of_handle("LINKEDIN", "in/ana") == "https://www.linkedin.com/in/ana"
    assert address_of_handle("WHATSAPP", "US.1234567") == ""
    for network in NETWORKS:
        key = "in/ana-rojas" if network == "LINKEDIN" else "anarojas"
        again = read_handle(network, address_of_handle(network, key))
        assert again is not None
        assert again.key == key
