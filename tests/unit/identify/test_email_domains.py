import pytest

from lazo.identify.email_domains import (
    PROVIDERS,
    company_domain,
    email_key,
    is_role_address,
    likely_address,
    slips,
)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("Ana.Rojas+tienda@Gmail.com", "anarojas@gmail.com"),
        ("a.n.a@googlemail.com", "ana@gmail.com"),
        ("ana+x@outlook.com", "ana@outlook.com"),
        ("ana+x@hotmail.es", "ana@hotmail.es"),
        ("ana.rojas@outlook.com", "ana.rojas@outlook.com"),
        ("ana+x@proton.me", "ana@proton.me"),
        ("ana.rojas+x@empresa.com", "ana.rojas+x@empresa.com"),
        ("+ana@gmail.com", "+ana@gmail.com"),
        ("nada", "nada"),
    ],
)
def test_one_mailbox_has_one_key_where_its_provider_says_so(address: str, key: str) -> None:
    assert email_key(address) == key
    assert email_key(key) == key


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("gmial.com", "gmail.com"),
        ("gmai.com", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gamil.con", "gmail.com"),
        ("gnail.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmaill.com", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("outlok.es", "outlook.es"),
        ("yahoo.com.mz", "yahoo.com.mx"),
        ("yaho.com.mx", "yahoo.com.mx"),
        ("yahoo.con.mx", "yahoo.com.mx"),
        ("yahoo.co.mx", "yahoo.com.mx"),
        ("iclod.com", "icloud.com"),
        ("empresa.con", "empresa.com"),
    ],
)
def test_a_slip_in_the_domain_shows_what_was_meant(wrong: str, right: str) -> None:
    assert likely_address(f"ana@{wrong}") == f"ana@{right}"


@pytest.mark.parametrize("domain", [*PROVIDERS[:60], "mail.com", "ymail.com", "empresa.com", "gmx.net", "yahoo.co.uk"])
def test_real_domains_are_no_slips(domain: str) -> None:
    assert not likely_address(f"ana@{domain}")


def test_a_slip_is_never_itself_a_provider() -> None:
    assert not slips().keys() & set(PROVIDERS) - {"gmail.com.br"}
    assert set(slips().values()) <= set(PROVIDERS)


def test_desks_and_companies_are_told_from_people() -> None:
    roles = ("info@x.cl", "Ventas@x.cl", "ventas2@x.cl", "no-reply@x.cl", "info+web@x.cl")
    assert all(map(is_role_address, roles))
    assert not any(map(is_role_address, ("ana@x.cl", "infante@x.cl", "info", "")))
    assert company_domain("ana@Ferreteria.cl") == "ferreteria.cl"
    assert [company_domain(one) for one in ("ana@gmail.com", "ana@gmial.com", "ana@uol.com.br", "ana")] == [""] * 4


def test_the_address_in_a_text_counts() -> None:
    assert likely_address("Ana Rojas <Ana@gmial.com>") == "ana@gmail.com"
    assert likely_address("mailto:ana@gmial.com.") == "ana@gmail.com"
    assert not likely_address("Ana")
