import subprocess
import sys

LEFT_OUT = """
import sys
import numpy as np
import pyarrow as pa
from lazo.analytics.bare_arrow import leave_pandas_out

leave_pandas_out()
table = pa.table({"a": np.arange(3), "b": ["x", None, "z"]})
assert table.column("a").to_numpy().tolist() == [0, 1, 2]
assert not any(name.split(".")[0] == "pandas" for name in sys.modules)
"""
ASKED_FOR = """
frame = table.to_pandas()
assert list(frame["a"]) == [0, 1, 2]
assert pa.Table.from_pandas(frame).column("a").to_pylist() == [0, 1, 2]
import pandas
leave_pandas_out()
assert sys.modules["pandas"] is pandas
"""


def test_arrow_works_without_loading_pandas() -> None:
    subprocess.run([sys.executable, "-c", LEFT_OUT], check=True)


def test_who_asks_for_pandas_afterwards_has_it() -> None:
    subprocess.run([sys.executable, "-c", LEFT_OUT + ASKED_FOR], check=True)
