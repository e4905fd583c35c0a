"""The engine that LAZO_ENGINE names: opened in one place, and what is said when it cannot be."""

import importlib.util
import socket
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from lazo.analytics.engine_address import EngineKind
from lazo.kernel.warehouse.engine import UnableToUseEngine, engine_state, fits_in_memory, open_engine


def without(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """As on a machine on which a package is not installed."""
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda one, *rest: None if one == name else find(one, *rest))


def java_of(version: str, folder: Path) -> str:
    """A home of Java whose program says that version."""
    java = folder / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2021-01-19' >&2\n")
    java.chmod(0o755)
    return str(folder)


def closed_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
    return port


def refusal(tmp_path: Path) -> str:
    with pytest.raises(UnableToUseEngine) as refused, open_engine(temp_dir=tmp_path):
        pass
    assert engine_state().problem == str(refused.value)
    return str(refused.value)


def test_without_a_setting_it_is_duckdb_in_this_process(tmp_path: Path) -> None:
    with open_engine(temp_dir=tmp_path) as con:
        assert con.create_table("one", pa.table({"n": [1, 2]})).count().to_pyarrow().as_py() == 2

    state = engine_state()
    assert (state.kind, state.name, state.problem) == (EngineKind.HERE, "DuckDB, en este proceso", "")
    assert [fits_in_memory(rows, 10) for rows in (10, 11)] == [True, False]


def test_another_engine_is_asked_however_few_the_rows(settings: Any) -> None:
    settings.LAZO_ENGINE = "local[2]"

    assert not fits_in_memory(1, 10)
    assert engine_state().name == "Spark, en esta máquina (local[2])"


def test_what_is_no_engine(settings: Any, tmp_path: Path) -> None:
    settings.LAZO_ENGINE = "sqlite"

    assert "LAZO_ENGINE es «sqlite»" in refusal(tmp_path)
    assert engine_state().kind is None


def test_without_pyspark(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LAZO_ENGINE = "spark"
    without(monkeypatch, "pyspark")

    assert "instala lazo-crm[spark]" in refusal(tmp_path)


@pytest.mark.parametrize("version", ["11.0.22", "1.8.0_402", ""])
def test_without_a_java_that_is_new_enough(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    settings.LAZO_ENGINE = "spark"
    monkeypatch.setenv("JAVA_HOME", java_of(version, tmp_path / "java") if version else str(tmp_path / "none"))

    assert "Spark necesita Java 17" in refusal(tmp_path)


def test_an_address_that_does_not_answer(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", java_of("17.0.15", tmp_path / "java"))
    port = closed_port()
    settings.LAZO_ENGINE = f"spark://127.0.0.1:{port}"

    assert f"Nadie responde en 127.0.0.1:{port}" in refusal(tmp_path)


def test_spark_connect_needs_its_client(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LAZO_ENGINE = f"sc://127.0.0.1:{closed_port()}"
    without(monkeypatch, "grpc")

    assert "pyspark[connect]" in refusal(tmp_path)
