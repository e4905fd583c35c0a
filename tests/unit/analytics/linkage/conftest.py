"""One engine for the tests of this folder, and a base prepared once."""

from collections.abc import Iterator
from typing import Any

import pytest
from unit.analytics.linkage import people

from lazo.analytics.linkage.engine import LinkEngine, open_engine
from lazo.analytics.linkage.model import Model
from lazo.analytics.linkage.prepared import Prepared, prepare
from lazo.analytics.linkage.training import train


@pytest.fixture(scope="session")
def engine() -> Iterator[LinkEngine]:
    with open_engine(memory_limit="512MB", threads=1) as opened:
        yield opened


@pytest.fixture(scope="session")
def known() -> Any:
    return people.base(400)


@pytest.fixture(scope="session")
def prepared(engine: LinkEngine, known: Any) -> Prepared:
    return prepare(known[0], engine=engine)


@pytest.fixture(scope="session")
def model(prepared: Prepared) -> Model:
    return train(prepared, seed=7)
