"""Addresses that are not of the open Internet: what a server may not be made to call for somebody outside (SSRF)."""

import ipaddress
import socket

NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa")
"""Endings that are of a private network by definition (RFC 6761, 6762, 8375) or by custom."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(number: str) -> bool:
    """Whether an IP address is one of the open Internet; an IPv4 address that another carries inside counts as itself."""
    address = ipaddress.ip_address(number.partition("%")[0])
    return address.is_global and not address.is_multicast and all(is_public(str(inner)) for inner in _inner(address))


def is_private_host(host: str) -> bool:
    """Whether a host is of a private network by what is written alone: a number in any notation, or a name without a domain.

    Asks nobody: a public name may still lead to a private number, which is found when it is called.
    """
    name = host.strip("[]").rstrip(".").lower()
    number = _number(name)
    if number:
        return not is_public(number)
    return "." not in name or any(name == ending or name.endswith(f".{ending}") for ending in NAMES)


def _number(name: str) -> str:
    """The IP address that is written; blank for a name. `2130706433`, `0x7f.1` and `0177.0.0.1` are numbers for whoever calls."""
    try:
        return str(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except (OSError, UnicodeError):
        return ""


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 one leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
