"""Identity documents and telephones that are well formed and belong to nobody on purpose."""

from random import Random

from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.co import nit
from stdnum.mx import rfc

COLOMBIAN_MOBILES = (*range(300, 306), *range(310, 324))
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def document(rng: Random, country: str, *, organization: bool) -> str:
    """A document as people write it in `country`, with its check digits right."""
    return _WRITERS[country](rng, organization)


def phone(rng: Random, country: str) -> str:
    """A mobile number in the international form of `country`."""
    if country == "CO":
        return f"+57 {rng.choice(COLOMBIAN_MOBILES)} {rng.randrange(1000):03d} {rng.randrange(10000):04d}"
    if country == "MX":
        return f"+52 55 {rng.randrange(1000, 9999)} {rng.randrange(10000):04d}"
    if country == "AR":
        return f"+54 9 11 {rng.randrange(3000, 6999)}-{rng.randrange(10000):04d}"
    return f"+55 11 9{rng.randrange(6000, 9999)}-{rng.randrange(10000):04d}"


def _colombia(rng: Random, organization: bool) -> str:
    if not organization:
        return str(rng.randrange(1_000_000_000, 1_199_999_999))
    number = f"9{rng.randrange(10**7, 10**8)}"
    return f"{number[:3]}.{number[3:6]}.{number[6:]}-{nit.calc_check_digit(number)}"


def _mexico(rng: Random, organization: bool) -> str:
    initials = "".join(rng.choices(LETTERS, k=3 if organization else 4))
    born = f"{rng.randrange(55, 99):02d}{rng.randrange(1, 13):02d}{rng.randrange(1, 28):02d}"
    body = f"{initials}{born}{rng.choice(LETTERS)}{rng.randrange(10)}"
    return body + rfc.calc_check_digit(body)


def _argentina(rng: Random, organization: bool) -> str:
    body = f"{30 if organization else rng.choice((20, 27))}{rng.randrange(10_000_000, 45_000_000)}"
    return f"{body[:2]}-{body[2:]}-{cuit.calc_check_digit(body)}"


def _brazil(rng: Random, organization: bool) -> str:
    if organization:
        body = f"{rng.randrange(10**7, 10**8)}0001"
        return str(cnpj.format(body + cnpj.calc_check_digits(body)))
    body = f"{rng.randrange(10**9):09d}"
    first, second = _cpf_digits(body)
    return str(cpf.format(f"{body}{first}{second}"))


def _cpf_digits(body: str) -> tuple[int, int]:
    first = sum((10 - place) * int(digit) for place, digit in enumerate(body)) * 10 % 11 % 10
    second = sum((11 - place) * int(digit) for place, digit in enumerate(f"{body}{first}")) * 10 % 11 % 10
    return first, second


_WRITERS = {"CO": _colombia, "MX": _mexico, "AR": _argentina, "BR": _brazil}
