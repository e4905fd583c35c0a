"""What every test may ask for: a workspace of its own, a database that other processes can open, the usual people.

LAZO_TEST_DATABASE=postgres runs the tests that use a database on PostgreSQL, and only those; of the tests of pages and doors those that open
all of them, and with LAZO_TEST_PAGES the others too.
"""

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import postgres
import pytest
import template
from coverage import Coverage
from django.conf import settings as django_settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.utils import translation
from emptying import use_quick_emptying
from hypothesis import settings as hypothesis_settings
from world import World, make_world

from lazo.kernel.workspace import Workspace

gc.disable()  # until all tests are known: what is collected stays, and is not looked through for cycles meanwhile

TESTS = Path(__file__).parent
PROCESS_START = "COVERAGE_PROCESS_START"
_MEASURED = pytest.StashKey[dict[str, str]]()

# The same examples every time, and no clock: a busy machine is no counterexample.
hypothesis_settings.register_profile("checks", derandomize=True, deadline=None)
hypothesis_settings.load_profile("checks")

# A test that forgets its workspace must not write into the one of whoever runs the tests.
_HOME = tempfile.TemporaryDirectory(prefix="lazo-test-home-")
os.environ["LAZO_HOME"] = _HOME.name
os.environ["LAZO_LANGUAGE"] = "es"  # or the command line would speak the language of whoever runs the tests
django_settings.WORKSPACE = Workspace.from_environment()
django_settings.PASSWORD_HASHERS = [f"{MD5PasswordHasher.__module__}.{MD5PasswordHasher.__qualname__}"]
django_settings.WHITENOISE_AUTOREFRESH = (
    True  # a file is looked for when it is asked for, not all of them by every client
)
if postgres.wanted():
    postgres.use_postgres()
use_quick_emptying()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    pages = "LAZO_TEST_PAGES" in os.environ

    def is_wanted(item: pytest.Item) -> bool:
        if not postgres.wanted():
            return item.get_closest_marker("postgres") is None
        if item.get_closest_marker("sqlite_alone") is not None:
            return False
        of_pages = any(item.path.is_relative_to(TESTS / name) for name in ("web", "api"))
        if of_pages and not pages and item.get_closest_marker("on_both") is None:
            return False
        uses_database = bool({"db", "transactional_db"} & set(getattr(item, "fixturenames", ())))
        return item.get_closest_marker("browser") is None and (
            uses_database or item.get_closest_marker("django_db") is not None
        )

    left_out = [item for item in items if not is_wanted(item)]
    config.hook.pytest_deselected(items=left_out)
    # Long ones first, or one process would end on a long test that the other has no part in.
    wanted = [item for item in items if is_wanted(item)]
    items[:] = sorted(wanted, key=lambda item: item.get_closest_marker("unmeasured") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays, and is not looked through for cycles again and again: a sixth of a test's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Coverage rests while a test marked `unmeasured` runs, and on PostgreSQL in all but those that LAZO_TEST_MEASURED names.

    Processes that the product starts by itself are not measured: each would take twice as long to start, and there are hundreds.
    Those that a test starts are, and what they start.
    """
    rests = not _is_measured(item)
    measured = Coverage.current() if rests else None
    start = os.environ.pop(PROCESS_START, None)
    if start is not None and not rests:
        item.stash[_MEASURED] = {PROCESS_START: start}
    if measured is not None:
        measured.stop()
    try:
        return (yield)
    finally:
        if measured is not None:
            measured.start()
        if start is not None:
            os.environ[PROCESS_START] = start


def _is_measured(item: pytest.Item) -> bool:
    if item.get_closest_marker("unmeasured") is not None:
        return False
    named = os.environ.get("LAZO_TEST_MEASURED")
    return (
        named is None
        or str(item.path.relative_to(TESTS.parent)) in named.split()
        or item.get_closest_marker("postgres") is not None
    )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """A copy of the migrated database. SQLite in a file, so that the warehouse's reader and subprocesses see what a test has committed.

    On PostgreSQL a database of this process's own: whoever tests at the same time uses the same server.
    """
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "lazo.sqlite3")
        template.copy_sqlite(Path(test["NAME"]))
    else:
        test["NAME"] = f"lazo_test_{os.getpid()}"
        test["TEMPLATE"] = template.postgres_template(os.environ["DATABASE_URL"])


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django takes the copied file as it is; PostgreSQL copies by itself, and its copy is dropped."""
    return bool(connection.vendor == "sqlite")


@pytest.fixture(autouse=True)
def spanish_again() -> Iterator[None]:
    """A page in somebody's language leaves that language to its thread; the next test begins as a new process does."""
    yield
    translation.deactivate()


@pytest.fixture
def workspace(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An empty workspace that settings and environment agree on."""
    workspace = Workspace(tmp_path / "workspace")
    workspace.create()
    monkeypatch.setenv("LAZO_HOME", str(workspace.root))
    settings.WORKSPACE = workspace
    return workspace


@pytest.fixture
def subprocess_environment(
    transactional_db: None, workspace: Workspace, request: pytest.FixtureRequest
) -> Iterator[dict[str, str]]:
    """The environment in which another process works in this test's workspace and database."""
    connection.close()
    yield {
        **os.environ,
        **request.node.stash.get(_MEASURED, {}),
        "DATABASE_URL": _database_url(),
        "DJANGO_SETTINGS_MODULE": "lazo.site.settings",
        # The code beside these tests, also where another working copy is the one installed.
        "PYTHONPATH": os.pathsep.join(str(Path(__file__).parent / name) for name in (".", "../src")),
    }
    connection.close()


def _database_url() -> str:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite://{name}"
    return template.named_url(os.environ["DATABASE_URL"], name)


@pytest.fixture
def world(db: None) -> World:
    return make_world()
