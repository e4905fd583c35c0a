"""Addresses that look like a slip of the finger, and what was probably meant."""

from collections.abc import Iterable
from dataclasses import dataclass

from lazo.identify.email_domains import likely_address

MOST = 5


@dataclass(frozen=True)
class Slip:
    """An address as somebody wrote it, and the one it is nearest to."""

    written: str
    meant: str


def slips_in(lines: Iterable[str]) -> list[Slip]:
    """Of some lines the first five with a slip in the domain."""
    found = (Slip(line.strip(), likely_address(line)) for line in lines)
    return [slip for slip in found if slip.meant][:MOST]
