from pathlib import Path

import pytest

from lazo.site.database import SQLITE_TUNING, UnableToReadDatabaseUrl, database_settings

FILE = Path("/somewhere/lazo.sqlite3")


@pytest.mark.parametrize(
    ("url", "name"),
    [("", str(FILE)), ("sqlite:///other/place.sqlite3", "/other/place.sqlite3"), ("sqlite:///a%20b", "/a b")],
)
def test_sqlite_is_the_workspaces_own_file_or_the_one_named(url: str, name: str) -> None:
    settings = database_settings(url, FILE)
    assert (settings["ENGINE"], settings["NAME"]) == ("django.db.backends.sqlite3", name)
    assert settings["OPTIONS"] == {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_TUNING}


def test_postgres_is_read_from_its_address() -> None:
    settings = database_settings("postgresql://ana:s%40cret@db.example:6432/la%20zo?sslmode=require", FILE)
    assert {key: settings[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "la zo",
        "USER": "ana",
        "PASSWORD": "s@cret",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_postgres_may_listen_on_a_socket() -> None:
    settings = database_settings("postgres://ana@/lazo?host=/run/pg", FILE)
    assert (settings["HOST"], settings["PORT"], settings["PASSWORD"], settings["OPTIONS"]) == ("/run/pg", "", "", {})


def test_another_database_is_refused() -> None:
    with pytest.raises(UnableToReadDatabaseUrl, match=r"not mysql://$"):
        database_settings("mysql://ana@host/lazo", FILE)
