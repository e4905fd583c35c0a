"""The database of each workspace that is measured: SQLite in its folder, or one of its own on the server that DATABASE_URL names."""

import os
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    import psycopg

PREFIX = "lazo_bench_"


def server_url() -> str:
    """The address of the PostgreSQL server to measure on; blank where SQLite is measured."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith(("postgres://", "postgresql://")) else ""


def database_name(folder: Path) -> str:
    """What the database of a workspace is called on a server: told by its folder, so that the next run finds it again."""
    return PREFIX + sha256(str(folder).encode()).hexdigest()[:16]


def environment_of(folder: Path) -> dict[str, str]:
    """What a process must be told to work in a workspace and its database."""
    url = server_url()
    told = {"LAZO_HOME": str(folder)}
    if url:
        told["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{database_name(folder)}"))
    return told


def make_database(folder: Path, *, like: Path | None = None) -> None:
    """Make the database of a workspace anew, empty or a copy of another's, of which nobody may be reading. Nothing on SQLite."""
    if not server_url():
        return
    drop_database(folder)
    template = f' TEMPLATE "{database_name(like)}"' if like else ""
    _on_server(f'CREATE DATABASE "{database_name(folder)}"{template}')
    _on_server("CHECKPOINT")  # or the server writes the copy to the disk while something else is measured


def drop_database(folder: Path) -> None:
    """Throw the database of a workspace away. Nothing on SQLite."""
    if server_url():
        _on_server(f'DROP DATABASE IF EXISTS "{database_name(folder)}" WITH (FORCE)')


def connect() -> "psycopg.Connection[Any]":
    """A connection to the database that this process works in."""
    import psycopg

    return psycopg.connect(server_url())


def _on_server(statement: str) -> None:
    import psycopg

    with closing(psycopg.connect(server_url(), autocommit=True)) as connection:
        connection.execute(statement)
