"""The reader's own process, run here on a file that nobody else has open."""

import io
import json
import signal
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from lazo.kernel.warehouse import sqlite_reader


@pytest.fixture
def as_it_was() -> Iterator[None]:
    before = signal.getsignal(signal.SIGPIPE)
    yield
    signal.signal(signal.SIGPIPE, before)


def test_each_line_is_answered_with_an_arrow_stream(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], as_it_was: None
) -> None:
    file = tmp_path / "small.sqlite3"
    writer = sqlite3.connect(file)
    writer.executescript("CREATE TABLE t (id INTEGER, name TEXT); INSERT INTO t VALUES (1, 'uno'), (2, 'dos');")
    writer.close()
    lines = "\n".join(map(json.dumps, ["BEGIN", "SELECT id, name FROM t ORDER BY id", "SELECT id FROM t WHERE id > 9"]))
    monkeypatch.setattr(sys, "argv", ["reader", str(file)])
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    sqlite_reader.main()
    answers = io.BytesIO(capsysbinary.readouterr().out)
    assert pa.ipc.open_stream(answers).read_all().num_rows == 0
    assert pa.ipc.open_stream(answers).read_all().to_pylist() == [{"id": 1, "name": "uno"}, {"id": 2, "name": "dos"}]
    assert pa.ipc.open_stream(answers).read_all().to_pylist() == []
