import pytest

from lazo.kernel.private_address import is_private_host, is_public


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "::1", "fe80::1%eth0",
     "fd00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "2001:0:7f00:1::1"],
)  # fmt: skip
def test_private_numbers_are_known(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_numbers_are_known(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(
    "host", ["receptor.example", "hooks.tienda.com.co.", "1.1.1.1", "[2606:4700:4700::1111]", "local.example"]
)
def test_hosts_of_the_internet_are_let_through(host: str) -> None:
    assert not is_private_host(host)
