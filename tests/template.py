"""The database as the migrations leave it: made once, and copied for every test process until a migration changes."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg
from psycopg import sql
from sources import ROOT

FOLDER = Path(tempfile.gettempdir()) / f"lazo-test-templates-{os.getuid()}"


def copy_sqlite(target: Path) -> None:
    """Put a migrated SQLite file at `target`."""
    template = FOLDER / f"{fingerprint()}.sqlite3"
    with _alone():
        if not template.exists():
            draft = template.with_suffix(f".{os.getpid()}")
            _migrate(f"sqlite://{draft}")
            draft.replace(template)
    shutil.copyfile(template, target)


def postgres_template(url: str) -> str:
    """The name of a migrated database that nobody is connected to, on the server of `url`."""
    name = f"lazo_template_{fingerprint()}"
    with _alone(), psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            draft = f"{name}_{os.getpid()}"
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
            _migrate(named_url(url, draft))
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name))
            )
    return name


def named_url(url: str, name: str) -> str:
    """The address of another database on the same server."""
    base, mark, query = url.partition("?")
    return f"{base.rpartition('/')[0]}/{name}{mark}{query}"


def fingerprint() -> str:
    """Of the migrations: none of them calls code that is not in it."""
    digest = hashlib.sha256(django.__version__.encode())
    for path in sorted((ROOT / "src" / "lazo").glob("*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _migrate(url: str) -> None:
    """In a process of its own: settings are read once."""
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")},
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "lazo.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    subprocess.run(command, env=environment, check=True)


@contextmanager
def _alone() -> Iterator[None]:
    """One process makes the template of these migrations, the others wait for it."""
    FOLDER.mkdir(mode=0o700, exist_ok=True)
    with (FOLDER / f"{fingerprint()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
