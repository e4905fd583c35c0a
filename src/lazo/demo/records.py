"""The records that the company's systems hold: one per true customer, and for some a second one, written differently.

How the second record differs is known (`change`), so that identity resolution can be measured against the truth. Some
keep a key in another format; the hard ones keep none: a typo, a changed telephone, swapped or married names.
"""

from dataclasses import dataclass, replace
from random import Random

from lazo.demo.company import DUPLICATE_SHARE
from lazo.demo.documents import phone
from lazo.demo.people import SUFFIXES, TruePerson, plain
from lazo.identify.surnames import first_surname

NICKNAMES = {
    "jose": "Pepe", "francisco": "Pancho", "maria": "Mari", "luis": "Lucho", "antonio": "Toño", "eduardo": "Lalo", "enrique": "Quique",
    "ignacio": "Nacho", "guillermo": "Memo", "rafael": "Rafa", "jesus": "Chuy", "alberto": "Beto", "roberto": "Beto", "fernando": "Nando",
    "guadalupe": "Lupita", "rosario": "Charo", "dolores": "Lola", "isabel": "Chabela", "teresa": "Tere", "patricia": "Paty",
    "beatriz": "Bia", "gabriela": "Gabi", "alejandro": "Alex", "alejandra": "Ale", "leonardo": "Leo", "santiago": "Santi", "carlos": "Charly",
}  # fmt: skip
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
    changes = _OF_COMPANIES if record.person.is_organization else _OF_PERSONS
    change = rng.choice(tuple(changes))
    again = changes[change](rng, _untidy(rng, record.person))
    return Record(source, f"{source[0]}{record.truth:07d}B", record.truth, change, again)


def _untidy(rng: Random, person: TruePerson) -> TruePerson:
    """What goes wrong whatever else does: no accents, a birth date missing or with day and month in each other's place, another street."""
    chance = rng.random
    if chance() < 0.4 and not person.is_organization:
        person = replace(
            person, given_name=_unaccented(person.given_name).title(), surnames=_unaccented(person.surnames).title()
        )
    if chance() < 0.25:
        person = replace(person, birth_date="")
    elif chance() < 0.15 and person.birth_date and int(person.birth_date[8:]) <= 12:
        year, month, day = person.birth_date.split("-")
        person = replace(person, birth_date=f"{year}-{day}-{month}")
    if chance() < 0.3:
        person = replace(person, address="")
    elif chance() < 0.4:
        person = replace(
            person, address=f"Cl. {rng.randrange(1, 130)} No. {rng.randrange(1, 99)} - {rng.randrange(1, 99)}"
        )
    return person


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
    new = phone(rng, person.country.code)
    return replace(person, given_name=person.surnames, surnames=person.given_name, email="", document="", phone=new)


def _married_name(_rng: Random, person: TruePerson) -> TruePerson:
    return replace(person, surnames=f"{first_surname(person.surnames)} de Prado", document="", email="")


def _nickname(rng: Random, person: TruePerson) -> TruePerson:
    first = person.given_name.split()[0]
    familiar = NICKNAMES.get(plain(first), first)
    return replace(person, given_name=familiar, email="", document="", phone=_maybe(rng, person.phone))


def _one_surname(rng: Random, person: TruePerson) -> TruePerson:
    return replace(
        person, surnames=first_surname(person.surnames), document="", email="", phone=_maybe(rng, person.phone)
    )


def _trade_name(rng: Random, person: TruePerson) -> TruePerson:
    trade = person.given_name.removesuffix(SUFFIXES[person.country.code]).strip()
    return replace(person, given_name=trade, trade_name="", document="", phone=_maybe(rng, person.phone), email="")


def _other_form(rng: Random, person: TruePerson) -> TruePerson:
    """The legal form in another writing, words shortened."""
    name = person.given_name
    for form, other in (
        ("S.A.S.", "SAS"), ("S. de R.L. de C.V.", "S DE RL DE CV"), ("Ltda.", "LTDA"), ("Hermanos", "Hnos."), ("Distribuidora", "Dist."),
    ):  # fmt: skip
        name = name.replace(form, other)
    return replace(person, given_name=name.upper(), trade_name="", document="", email=_maybe(rng, person.email))


def _maybe(rng: Random, value: str) -> str:
    return value if rng.random() < 0.6 else ""


_OF_BOTH = {
    "same e-mail in capitals": _same_email,
    "same telephone, no accents": _same_phone,
    "same document, typo": _same_document,
    "typo and new telephone": _typo_and_new_phone,
}
_OF_PERSONS = _OF_BOTH | {
    "swapped names, new telephone": _swapped_names,
    "married name, same telephone": _married_name,
    "nickname": _nickname,
    "one surname": _one_surname,
}
_OF_COMPANIES = _OF_BOTH | {"trade name": _trade_name, "other legal form": _other_form}


def _unaccented(text: str) -> str:
    return " ".join(plain(word) for word in text.split())


def _typo(rng: Random, text: str) -> str:
    """Two neighbouring letters swapped, one dropped, or one doubled."""
    place = rng.randrange(max(len(text) - 1, 1))
    before, rest = text[:place], text[place:]
    return rng.choice((before + rest[1::-1] + rest[2:], before + rest[1:], before + rest[:1] + rest))
