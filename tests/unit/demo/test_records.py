from random import Random

from lazo.demo.people import TruePerson, draw_people
from lazo.demo.records import BILLING, draw_records

PEOPLE = draw_people(Random(7), 4_000)
RECORDS = draw_records(Random(8), PEOPLE)


def test_everybody_has_a_first_record_in_order() -> None:
    assert [record.truth for record in RECORDS[:4_000]] == [person.number for person in PEOPLE]
    assert {record.source for record in RECORDS[:4_000] if record.person.is_organization} == {BILLING}


def test_second_records_say_what_was_changed() -> None:
    second = RECORDS[4_000:]
    assert 150 < len(second) < 250
    assert {record.change for record in second} == {
        "same e-mail in capitals",
        "same telephone, no accents",
        "same document, typo",
        "typo and new telephone",
        "swapped names, new telephone",
        "married name, same telephone",
        "nickname",
        "one surname",
        "trade name",
        "other legal form",
    }


def test_families_share_a_telephone_and_are_several_people() -> None:
    holders: dict[str, list[TruePerson]] = {}
    for person in PEOPLE:
        holders.setdefault(person.phone, []).append(person)
    families = [members for members in holders.values() if len(members) > 1]
    assert 50 < len(families) < 150
    assert all(len({member.surnames.split()[0] for member in members}) == 1 for members in families)
    assert all(len({member.number for member in members}) == len(members) for members in families)


def test_no_identifier_is_used_twice_in_a_source() -> None:
    keys = [(record.source, record.external_id) for record in RECORDS]
    assert len(keys) == len(set(keys))


def test_same_seed_gives_the_same_company() -> None:
    assert draw_records(Random(8), draw_people(Random(7), 4_000)) == RECORDS
