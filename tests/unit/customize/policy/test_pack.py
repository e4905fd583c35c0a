"""The laws as data: each has its source and dates, and what cannot be is refused."""

from datetime import date, time
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from lazo.customize.policy.customer import age
from lazo.customize.policy.pack import FOLDER, UnableToReadPack, laws, packs, read_pack, spans_of
from lazo.customize.policy.rule import Certainty, Kind
from lazo.customize.policy.zones import _one, _several, zones_of

RULE = """
[[rules]]
key = "xx-rule"
kind = "cap"
law = "Ley 1"
source = "https://example.org/ley"
certainty = "read"
purposes = ["marketing"]
channels = ["email"]
most = 2
days = 7
note = { es = "a", en = "b", pt = "c" }
"""
HEAD = 'country = "XX"\nchecked_on = 2026-11-30\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "xx.toml"
    path.write_text(text)
    return path


def test_every_law_says_where_it_is_written_and_since_when() -> None:
    found = packs()
    assert set(found) == {"", "AR", "BR", "CL", "CO", "MX", "PE", "UY"}
    for pack in found.values():
        for rule in pack.rules:
            assert rule.checked_on == date(2026, 11, 30)
            assert (rule.certainty == Certainty.OWN) == (pack.country == "")
            assert pack.country == "" or (rule.valid_from is not None and rule.source.startswith("https://"))


def test_a_law_does_not_hold_before_it_began() -> None:
    assert [rule.key for rule in laws(country="CO", on=date(2023, 10, 9))] == ["minor", "no-consent"]
    assert "co-2300-hours" in [rule.key for rule in laws(country="CO", on=date(2023, 10, 10))]
    assert [rule.key for rule in laws(country="DE", on=date(2026, 11, 30))] == ["minor", "no-consent"]


def test_a_whole_pack_is_read(tmp_path: Path) -> None:
    pack = read_pack(written(tmp_path, HEAD + RULE))
    (rule,) = pack.rules
    assert (pack.country, rule.kind, rule.most, rule.days, rule.country) == ("XX", Kind.CAP, 2, 7, "XX")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('kind = "cap"', 'kind = "tope"'), "tope"),
        (("most = 2\n", ""), "['most'] missing"),
        (("most = 2", "most = 0"), "0 is not between 1 and 366"),
        (("most = 2", "most = 2\nlimit = 1"), "['limit'] unknown"),
        (('["email"]', '["fax"]'), "['fax'] unknown"),
        (('"https://example.org/ley"', '""'), "an address where it can be read"),
        ((', pt = "c"', ""), "a note in es, en, pt"),
        (("days = 7", "days = 7\nvalid_from = 2026-02-01\nvalid_to = 2026-01-01"), "it ends before it begins"),
        (('kind = "cap"', 'kind = "registry"'), "['list'] missing"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    with pytest.raises(UnableToReadPack) as refused:
        read_pack(written(tmp_path, HEAD + RULE.replace(*change)))
    assert problem in str(refused.value)


def test_hours_are_read_and_refused() -> None:
    assert spans_of("x", {"sat": ["08:00", "24:00"]}) == {5: (time(8), time.max)}
    for wrong in ({"sat": ["15:00", "08:00"]}, {"sábado": ["08:00", "15:00"]}, {"sat": ["ocho", "15:00"]}):
        with pytest.raises(UnableToReadPack):
            spans_of("x", wrong)


def test_every_zone_is_one_of_the_world() -> None:
    named = {zone for zones, _cities in _several().values() for zone in zones} | {*map(str, _one().values())}
    assert {str(zone) for zone in named} <= available_timezones()
    assert [str(zone) for zone in zones_of("CO", "Leticia", "UTC")] == ["America/Bogota"]
    assert [str(zone) for zone in zones_of("MX", " Cancún ", "UTC")] == ["America/Cancun"]
    assert len(zones_of("BR", "Um lugar", "UTC")) == 5
    assert [str(zone) for zone in zones_of("DE", "Berlin", "America/Lima")] == ["America/Lima"]
    assert (FOLDER / "zones.toml").exists()


def test_ages_of_leap_days() -> None:
    born = date(2008, 2, 29)
    assert [age(born, on=day) for day in (date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29))] == [17, 18, 20]
