"""A small engine for the tests of this folder."""

from collections.abc import Iterator
from typing import Any

import pytest

from lazo.analytics.engine import open_duckdb


@pytest.fixture(scope="module")
def con() -> Iterator[Any]:
    backend = open_duckdb(memory_limit="256MB", threads=1)
    yield backend
    backend.disconnect()
