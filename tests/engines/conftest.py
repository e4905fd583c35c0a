"""Small engines for the tests of this folder: DuckDB for each module, one Spark for all."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from lazo.analytics.engine import open_duckdb
from lazo.analytics.engine_address import EngineAddress
from lazo.analytics.spark.session import OF_OUR_OWN

SPARK = os.environ.get("LAZO_TEST_SPARK", "local[2]")
QUICK = {
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.driver.memory": "1g",
    # A few rows are read sooner than code for them is compiled, and one plan is enough for them.
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    # Nor does its machine live long enough to be worth more than the first compiler.
    "spark.driver.extraJavaOptions": f"-XX:TieredStopAtLevel=1 -XX:+UseSerialGC {OF_OUR_OWN['spark.driver.extraJavaOptions']}",
}


@pytest.fixture(scope="module")
def con() -> Iterator[Any]:
    backend = open_duckdb(memory_limit="256MB", threads=1)
    yield backend
    backend.disconnect()


@pytest.fixture(scope="session")
def spark_address() -> Iterator[str]:
    """What LAZO_ENGINE says in these tests; the Spark there is started once, with settings for few rows."""
    from lazo.analytics.spark.session import open_session, stop_sessions

    open_session(EngineAddress.of(SPARK), options=QUICK)
    yield SPARK
    stop_sessions()


@pytest.fixture(scope="module")
def spark(spark_address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from lazo.analytics.engine import open_engine

    backend = open_engine(EngineAddress.of(spark_address), temp_dir=tmp_path_factory.mktemp("spark"))
    yield backend
    backend.disconnect()
