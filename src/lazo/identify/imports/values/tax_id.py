"""A tax or identity number that was recognised."""

from __future__ import annotations

from dataclasses import dataclass

PERSON, ORGANIZATION = "PERSON", "ORGANIZATION"
Holder = str | None


@dataclass(frozen=True, slots=True)
class TaxId:
    """A number recognised: its scheme, its text without marks, who can hold it, and what stays the same however it is written.

    `core` is the number without the parts that some sources leave out: the check digit of a Colombian NIT, the CUIT around an Argentine
    DNI, the 001 after an Ecuadorian cédula.
    """

    scheme: str
    number: str
    holder: Holder
    core: str
