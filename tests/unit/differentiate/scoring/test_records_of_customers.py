"""A customer of several records is known by what any of them says, in columns and in expressions alike."""

from datetime import date

import ibis
import numpy as np
import pyarrow as pa

from lazo.differentiate.scoring.arrays.people import Party, _of_families
from lazo.differentiate.scoring.standing import _with_records

ROWS = pa.table(
    {
        "party_id": pa.array([1, 2, 3, 4, 5, 6], pa.int64()),
        "canonical_id": pa.array([1, 1, 3, 3, 5, 99], pa.int64()),
        "created_on": pa.array(
            [date(2024, 1, 1), date(2020, 1, 1), None, date(2021, 1, 1), date(2022, 1, 1), None], pa.date32()
        ),
        "retired": [False, False, False, True, False, False],
        "identified": [False, True, False, True, True, True],
        "contactable": [True, False, False, True, False, True],
        "other_role": [True, False, True, False, True, False],
    }
)
OWN = [1, 3, 5]
IDENTIFIED, CONTACTABLE, OTHER = [True, False, True], [True, False, False], [False, True, True]


def test_in_columns() -> None:
    parties = Party(ROWS["party_id"].to_numpy(), ROWS["canonical_id"].to_numpy(), ROWS)
    since, identified, contactable, other = _of_families(parties, parties.party == parties.canonical)
    epoch = date(1970, 1, 1).toordinal()
    assert since.tolist() == [date(2020, 1, 1).toordinal() - epoch, -(1 << 30), date(2022, 1, 1).toordinal() - epoch]
    assert (identified.tolist(), contactable.tolist(), other.tolist()) == (IDENTIFIED, CONTACTABLE, OTHER)
    nobody = _of_families(Party(np.zeros(0, np.int64), np.zeros(0, np.int64), ROWS.slice(0, 0)), np.zeros(0, np.bool_))
    assert [len(column) for column in nobody] == [0, 0, 0, 0]


def test_in_expressions() -> None:
    con = ibis.duckdb.connect()
    parties = con.create_table("parties", ROWS)
    own = parties.filter((parties.canonical_id == parties.party_id) & ~parties.retired)
    found = _with_records(parties, own).order_by("party_id").to_pyarrow().to_pydict()
    assert found["party_id"] == OWN
    assert found["created_on"] == [date(2020, 1, 1), None, date(2022, 1, 1)]
    told = (found["identified"], found["contactable"], found["other_role"])
    assert told == (IDENTIFIED, CONTACTABLE, OTHER)
