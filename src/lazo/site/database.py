"""Django's database settings from DATABASE_URL, or the workspace's own SQLite file."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_TUNING = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA cache_size=-65536;"
    " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
)


class UnableToReadDatabaseUrl(ValueError):
    """DATABASE_URL names something that is neither PostgreSQL nor SQLite."""


def database_settings(url: str, sqlite_file: Path) -> dict[str, Any]:
    """Settings for `url`; an empty one means SQLite in `sqlite_file`, tuned for one writer and many readers."""
    if not url:
        return _sqlite(str(sqlite_file))
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise UnableToReadDatabaseUrl(f"DATABASE_URL must begin with postgresql:// or sqlite://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_TUNING},
    }
