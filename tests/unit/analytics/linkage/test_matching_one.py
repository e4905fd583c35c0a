from typing import Any

import pytest
from unit.analytics.linkage import people

from lazo.analytics.linkage.likeness import edits, jaro, jaro_winkler
from lazo.analytics.linkage.matching_one import blocking_keys, match_one
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.prepared import Prepared

FAMILY: dict[str, Any] = {"kind": "PERSON", "surnames": "Gárate Ruiz", "phones": ["+573001112233"], "city": "Cali"}
MARIA = {**FAMILY, "party_id": 1, "given_name": "María José", "birth_date": "1980-02-03"}


def test_the_same_by_another_spelling_comes_first(model: Model) -> None:
    majo = {"name": "Majo Garate", "phones": ["+573001112233"], "birth_date": "1980-03-02"}
    others = [MARIA, {**FAMILY, "party_id": 2, "given_name": "Pedro"}, {"party_id": 3, "name": "Hugo Lima"}]
    first, second = match_one(majo, others, model, threshold=0.75)
    assert (first.party_id, first.relation) == (1, None)
    assert first.probability > 0.95
    assert (second.party_id, second.relation) == (2, "HOUSEHOLD")


def test_a_company_is_never_a_person(model: Model) -> None:
    shop = {
        "kind": "ORGANIZATION",
        "party_id": 4,
        "legal_name": "María José Gárate Ruiz S.A.S.",
        "phones": MARIA["phones"],
    }
    assert match_one(MARIA, [shop], model) == []


def test_keys_of_one_are_the_keys_of_the_table(prepared: Prepared, model: Model, known: Any) -> None:
    kept: dict[int, set[str]] = {}
    for row in prepared.keys.to_pyarrow().to_pylist():
        kept.setdefault(row["party_id"], set()).add(row["key"])
    for row in known[0].to_pylist():
        assert set(blocking_keys(row, model)) == kept[row["party_id"]]


def test_blank_makes_no_key(model: Model) -> None:
    blank = dict.fromkeys(people.TEXTS, " ") | {name: [" "] for name in people.LISTS}
    assert blocking_keys(blank, model) == []
    assert blocking_keys({"documents": ["raw:123456789"]}, model) == [f"{_rule(model, 'document_number')}p|123456789"]


def _rule(model: Model, column: str) -> int:
    return model.settings.blocks.index((column,))


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [("", "abc", 3), ("garate", "garrate", 1), ("garate", "garaet", 1), ("ca", "abc", 2), ("a", "a", 0)],
)
def test_edits(one: str, other: str, distance: int) -> None:
    assert edits(one, other) == edits(other, one) == distance


def test_likeness_of_the_papers() -> None:
    # Winkler 1990, table of examples: MARTHA and MARHTA, DIXON and DICKSONX.
    assert round(jaro("martha", "marhta"), 3) == 0.944
    assert round(jaro_winkler("martha", "marhta"), 3) == 0.961
    assert round(jaro_winkler("dixon", "dicksonx"), 3) == 0.813
    assert jaro("", "a") == 0.0
