"""A real PostgreSQL for the tests, from a wheel: started once, shared by all test processes."""

import os
import subprocess
import tempfile
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.db import connections

from lazo.site.database import database_settings

STARTS = 4
FOR_THE_DISK = ("fsync", "synchronous_commit", "full_page_writes")
"""What saves data from a power cut: a database of tests has none to save."""
FOLDER = Path(tempfile.gettempdir()) / f"lazo-test-postgres-{os.getuid()}"


def wanted() -> bool:
    return os.environ.get("LAZO_TEST_DATABASE") == "postgres"


def use_postgres() -> None:
    """Point Django at PostgreSQL. Settings are read before any conftest, so they are put right here.

    LAZO_TEST_DATABASE_URL names a server that is already there.
    """
    url = os.environ.get("LAZO_TEST_DATABASE_URL") or _start()
    os.environ["DATABASE_URL"] = url
    settings.DATABASES = {"default": database_settings(url, Path("unused"))}
    connections.settings = connections.configure_settings(settings.DATABASES)
    if hasattr(connections._connections, "default"):
        del connections["default"]


def _start() -> str:
    runtime = FOLDER / "runtime"
    FOLDER.mkdir(mode=0o755, exist_ok=True)
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))  # or the wheel warns that it had to choose one
    import pgserver

    for _ in range(STARTS - 1):
        try:
            return _address(pgserver)
        except subprocess.TimeoutExpired:  # the wheel waits ten seconds, which a busy machine may not keep
            continue
    return _address(pgserver)


def _address(pgserver: ModuleType) -> str:
    server = pgserver.get_server(FOLDER / "data", cleanup_mode="stop")
    server.psql("".join(f"ALTER SYSTEM SET {name} = off;\n" for name in FOR_THE_DISK) + "SELECT pg_reload_conf();\n")
    url: str = server.get_uri()
    return url
