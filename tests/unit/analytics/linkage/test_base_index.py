from dataclasses import replace
from pathlib import Path

import ibis
import pytest
from unit.analytics.linkage import people

from lazo.analytics.linkage import base_index
from lazo.analytics.linkage.base_index import MERGED_AT, BaseIndex, UnableToUseIndex
from lazo.analytics.linkage.engine import LinkEngine
from lazo.analytics.linkage.matching_new import match_new
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.prepared import Prepared, prepare

MARIA = {
    "given_name": "María",
    "surnames": "Gárate Ruiz",
    "emails": ["maria@correo.example"],
    "phones": ["+573001112233"],
}


def _one(engine: LinkEngine, party: int, **changes: object) -> Prepared:
    return prepare(people.table({**MARIA, "party_id": party, **changes}), engine=engine)


@pytest.fixture(scope="module")
def maria(engine: LinkEngine) -> Prepared:
    return _one(engine, 1)


def _as(prepared: Prepared, party: int) -> Prepared:
    """The same record under another number."""
    number = ibis.literal(party, "int64")
    return replace(prepared, table=prepared.table.mutate(party_id=number), keys=prepared.keys.mutate(party_id=number))


def _parties(index: BaseIndex, engine: LinkEngine) -> list[int]:
    return sorted(index.rows(engine).select("party_id").to_pyarrow()["party_id"].to_pylist())


def test_a_new_record_finds_the_base_and_its_own_like(
    tmp_path: Path, engine: LinkEngine, prepared: Prepared, model: Model
) -> None:
    index = BaseIndex(tmp_path).build(prepared).append(_one(engine, 90_001))
    new = prepare(
        people.table(
            {**MARIA, "party_id": 90_002, "phones": None}, {**MARIA, "party_id": 90_003, "given_name": "Pedro"}
        ),
        engine=engine,
    )
    found = match_new(new, index, model)
    pairs = found.pairs.to_pyarrow()
    assert list(zip(pairs["left"].to_pylist(), pairs["right"].to_pylist(), strict=True)) == [(90_001, 90_002)]
    relations = found.relations.select("left", "right", "relation").to_pyarrow().sort_by("left").to_pylist()
    assert relations == [
        {"left": 90_001, "right": 90_003, "relation": "HOUSEHOLD"},
        {"left": 90_002, "right": 90_003, "relation": "HOUSEHOLD"},
    ]


@pytest.mark.unmeasured
def test_many_batches_lie_in_few_files(tmp_path: Path, engine: LinkEngine, maria: Prepared) -> None:
    index = BaseIndex(tmp_path).build(maria)
    for party in range(2, 2 * MERGED_AT + 3):
        index.append(_as(maria, party))
    assert _parties(index, engine) == list(range(1, 2 * MERGED_AT + 3))
    assert len(list(tmp_path.glob("*-rows.parquet"))) == 4


def test_a_forgotten_party_is_gone_until_it_is_appended_again(
    tmp_path: Path, engine: LinkEngine, maria: Prepared
) -> None:
    index = BaseIndex(tmp_path).build(maria).append(_as(maria, 2)).forget([2])
    assert _parties(index, engine) == [1]
    index.append(_as(maria, 2))
    assert _parties(index, engine) == [1, 2]


def test_what_was_never_there_leaves_nothing_to_be_forgotten(
    tmp_path: Path, engine: LinkEngine, maria: Prepared
) -> None:
    index = BaseIndex(tmp_path).build(maria).forget([7, 8])
    assert list(tmp_path.glob("*-gone.parquet")) == []
    assert _parties(index, engine) == [1]


@pytest.mark.unmeasured
def test_many_that_changed_lie_in_few_files(tmp_path: Path, engine: LinkEngine, maria: Prepared) -> None:
    index = BaseIndex(tmp_path).build(maria)
    for _ in range(MERGED_AT + 1):
        index.forget([1]).append(_as(maria, 1))
    assert _parties(index, engine) == [1]
    assert len(list(tmp_path.glob("*-gone.parquet"))) == 2
    assert _parties(index.forget([1]).append(_as(maria, 2)), engine) == [2]


def test_a_large_file_is_not_written_again_for_small_ones(
    tmp_path: Path, engine: LinkEngine, maria: Prepared, monkeypatch: pytest.MonkeyPatch, prepared: Prepared
) -> None:
    monkeypatch.setattr(base_index, "SMALLEST", 10)
    index = BaseIndex(tmp_path).build(prepared)
    for party in range(90_001, 90_001 + MERGED_AT):
        index.append(_as(maria, party))
    assert len(_parties(index, engine)) == prepared.count() + MERGED_AT
    assert sorted(path.name for path in tmp_path.glob("*-rows.parquet")) == [
        "000001-0-rows.parquet",
        "000009-1-rows.parquet",
    ]


def test_building_begins_anew(tmp_path: Path, engine: LinkEngine, maria: Prepared) -> None:
    BaseIndex(tmp_path).build(maria).append(_as(maria, 2))
    assert _parties(BaseIndex(tmp_path).build(_as(maria, 3)), engine) == [3]
    assert BaseIndex(tmp_path).is_built


def test_no_index_is_no_base(tmp_path: Path, engine: LinkEngine) -> None:
    assert not BaseIndex(tmp_path).is_built
    with pytest.raises(UnableToUseIndex):
        BaseIndex(tmp_path).rows(engine)
