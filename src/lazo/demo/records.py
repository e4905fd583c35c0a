"""The records that the company's systems hold: one per true customer, and for some a second one, written differently.

How the second record differs is known (`change`), so that identity resolution can be measured against the truth. Some
keep a key in another format; the hard ones keep none: a typo, a changed telephone, swapped or married names.
"""

from dataclasses import dataclass, replace
from random import Random

from lazo.demo.company import DUPLICATE_SHARE
from lazo.demo.documents import phone
from lazo.demo.people import TruePerson, plain

SHOP, TILLS, BILLING = "Tienda en línea", "Cajas", "Facturación"


@dataclass(frozen=True, slots=True)
class Record:
    """What one source says of a person; `truth` is the number of the true person."""

    source: str
    external_id: str
    truth: int
    change: str
    person: TruePerson


def draw_records(rng: Random, people: list[TruePerson]) -> list[Record]:
    """One record of everybody, then the second records, in that order."""
    first = [_first_record(rng, person) for person in people]
    return first + [_second_record(rng, record) for record in first if rng.random() < DUPLICATE_SHARE]


def _first_record(rng: Random, person: TruePerson) -> Record:
    source = BILLING if person.is_organization else rng.choices((SHOP, TILLS), (3, 1))[0]
    return Record(source, f"{source[0]}{person.number:07d}", person.number, "", person)


def _second_record(rng: Random, record: Record) -> Record:
    source = TILLS if record.source != TILLS else SHOP
    change = rng.choice(tuple(_CHANGES))
    return Record(source, f"{source[0]}{record.truth:07d}B", record.truth, change, _CHANGES[change](rng, record.person))


def _same_email(_rng: Random, person: TruePerson) -> TruePerson:
    return replace(person, email=person.email.upper(), phone="", document="")


def _same_phone(_rng: Random, person: TruePerson) -> TruePerson:
    digits = person.phone.replace(" ", "").replace("-", "")
    return replace(person, email="", document="", phone=digits, surnames=_unaccented(person.surnames).upper())


def _same_document(rng: Random, person: TruePerson) -> TruePerson:
    return replace(person, email="", phone="", given_name=_typo(rng, person.given_name))


def _typo_and_new_phone(rng: Random, person: TruePerson) -> TruePerson:
    email = _typo(rng, person.email.split("@")[0]) + "@example.com"
    return replace(person, email=email, phone=phone(rng, person.country.code), document="")


def _swapped_names(rng: Random, person: TruePerson) -> TruePerson:
    given, surnames = (person.surnames or person.given_name), person.given_name
    return replace(
        person, given_name=given, surnames=surnames, email="", document="", phone=phone(rng, person.country.code)
    )


def _married_name(rng: Random, person: TruePerson) -> TruePerson:
    first = person.surnames.split()[:1]
    surnames = " ".join((*first, "de", "Prado")) if first else ""
    return replace(
        person, surnames=surnames, document="", email=f"{plain(person.given_name)}{rng.randrange(1000)}@example.com"
    )


_CHANGES = {
    "same e-mail in capitals": _same_email,
    "same telephone, no accents": _same_phone,
    "same document, typo": _same_document,
    "typo and new telephone": _typo_and_new_phone,
    "swapped names, new telephone": _swapped_names,
    "married name, same telephone": _married_name,
}


def _unaccented(text: str) -> str:
    return " ".join(plain(word) for word in text.split())


def _typo(rng: Random, text: str) -> str:
    """Two neighbouring letters swapped, one dropped, or one doubled."""
    place = rng.randrange(max(len(text) - 1, 1))
    before, rest = text[:place], text[place:]
    return rng.choice((before + rest[1::-1] + rest[2:], before + rest[1:], before + rest[:1] + rest))
