"""Past runs without somebody who was erased: each column stays packed as it was."""

import pyarrow as pa
import pyarrow.parquet as pq

from lazo.differentiate.holdings import forget_history, found_in_history
from lazo.kernel.jobs import NullContext
from lazo.kernel.personal_data import Forgotten
from lazo.kernel.workspace import Workspace


def test_a_run_whose_numbers_are_not_packed_twice_is_written_anew(workspace: Workspace) -> None:
    place = workspace.history / "runs" / "1.parquet"
    place.parent.mkdir(parents=True)
    rows = pa.table({"customer_id": pa.array([1, 2, 3], pa.int64()), "area": ["KEEP", "RETAIN", "KEEP"]})
    pq.write_table(rows, place, compression={"customer_id": "none", "area": "zstd"})
    person = Forgotten(workspace, [2], [], [], NullContext())
    assert found_in_history(person) == {"score_history": 1}
    assert forget_history(person) == 1
    assert pq.read_table(place).to_pylist() == [{"customer_id": 1, "area": "KEEP"}, {"customer_id": 3, "area": "KEEP"}]
    kept = pq.ParquetFile(place).metadata.row_group(0)
    assert [kept.column(number).compression for number in range(2)] == ["UNCOMPRESSED", "ZSTD"]
    assert found_in_history(person) == {}
