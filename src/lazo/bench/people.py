"""People by the million as a company's file has them: e-mail, telephone and tax id of four countries, some of them twice."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SEED = 7
HEADER = ("Código", "Nombre", "Documento", "Correo", "Celular", "País", "Ciudad", "Fecha de alta")
COUNTRIES = ("CO", "CL", "AR", "BR")
CITIES = {"CO": "Medellín", "CL": "Santiago", "AR": "Córdoba", "BR": "São Paulo"}
GIVEN = ("María", "José", "Ana", "Luis", "Sofía", "João", "Andrés", "Camila", "Íñigo", "Valentina", "Pedro", "Lucía")
SURNAMES = (
    "Gárate",
    "Muñoz",
    "Restrepo",
    "Silva",
    "Núñez",
    "Pérez",
    "Araújo",
    "Rojas",
    "Díaz",
    "Peña",
    "Castro",
    "Ríos",
)
DUPLICATES, BLANKS = 0.03, 0.10

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class PeopleFile:
    """The file, its rows, and how many people they truly are."""

    path: Path
    rows: int
    people: int


def write_people(path: Path, *, rows: int) -> PeopleFile:
    """A CSV of `rows` people. Of every hundred rows three are somebody above again, under another code and spelling.

    Such a row keeps one key in another writing (e-mail in capitals, telephone without its prefix, document with other
    marks) and has no other; one row in ten lacks each key, and blank keys are nobody's.
    """
    again = int(rows * DUPLICATES)
    found = PeopleFile(path, rows, rows - again)
    if path.exists():
        return found
    rng = np.random.default_rng(SEED)
    blank = rng.random((3, found.people)) < BLANKS
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        writer.writerows(_row(number, blank[:, number]) for number in range(found.people))
        whole = np.flatnonzero(~blank.any(axis=0))
        writer.writerows(
            _again(int(number), place) for place, number in enumerate(rng.choice(whole, again, replace=False))
        )
    return found


def _row(number: int, blank: NDArray[np.bool_]) -> tuple[str, ...]:
    keys = ("" if gone else key for key, gone in zip(_keys(number), blank, strict=True))
    country = COUNTRIES[number % 4]
    day = f"{2020 + number % 5}-{1 + number % 12:02d}-{1 + number % 28:02d}"
    return (f"A{number}", _name(number), *keys, country, CITIES[country], day)


def _again(number: int, place: int) -> tuple[str, ...]:
    document, email, phone = _keys(number)
    kept = (document.replace("-", " "), "", ""), ("", f" {email.upper()}", ""), ("", "", phone.replace(" ", "-"))
    country = COUNTRIES[number % 4]
    return (f"B{number}", _name(number).upper(), *kept[place % 3], country, CITIES[country], "")


def _name(number: int) -> str:
    # Mixed radix: neighbours in the file share no name, and a full name comes back only after thousands of rows.
    given, first, second = number % 12, number // 12 % 12, number // 144 % 12
    return f"{GIVEN[given]} {SURNAMES[first]} {SURNAMES[second]}"


def _keys(number: int) -> tuple[str, str, str]:
    country = COUNTRIES[number % 4]
    return _DOCUMENTS[country](number // 4), f"persona.{number}@correo.example", _phone(country, number // 4)


def _phone(country: str, number: int) -> str:
    start, line = divmod(number % 6_000_000, 10_000)
    if country == "CO":
        return f"+57 31{start // 100} {start % 100:02d}{line // 1000} {line % 1000:03d}0"
    if country == "CL":
        return f"+56 9 {6000 + start} {line:04d}"
    if country == "AR":
        return f"+54 9 11 {3000 + start}-{line:04d}"
    return f"+55 11 9{6000 + start}-{line:04d}"


def _chile(number: int) -> str:
    body = 6_000_000 + number
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(str(body))))
    rest = 11 - total % 11
    return f"{body}-{'0' if rest == 11 else 'K' if rest == 10 else rest}"


def _argentina(number: int) -> str:
    digits = f"20{10_000_000 + number}"
    rest = 11 - sum(int(digit) * (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)[place] for place, digit in enumerate(digits)) % 11
    # A remainder of 10 has no digit: the country gives such a holder the prefix 23 and the digit 9.
    return f"23-{digits[2:]}-9" if rest == 10 else f"20-{digits[2:]}-{0 if rest == 11 else rest}"


def _brazil(number: int) -> str:
    body = f"{100_000_000 + number * 37}"
    for length in (10, 11):
        body += str(sum((length - place) * int(digit) for place, digit in enumerate(body)) * 10 % 11 % 10)
    return f"{body[:3]}{body[3:6]}{body[6:9]}-{body[9:]}"


_DOCUMENTS = {
    "CO": lambda number: str(1_000_000_000 + number),
    "CL": _chile,
    "AR": _argentina,
    "BR": _brazil,
}
