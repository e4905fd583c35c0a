"""Whoever serves pages, waits for jobs or shows help stays small: heavy libraries load inside the jobs that need them."""

import re
import subprocess
import sys

from sources import ROOT

HEAVY = (
    "duckdb",
    "faker",
    "holidays",
    "ibis",
    "pandas",
    "phonenumbers",
    "polars",
    "python_calamine",
    "scipy",
    "sklearn",
    "sqlglot",
)


def loaded_by(code: str) -> list[str]:
    ended = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print([m for m in {HEAVY!r} if m in sys.modules])"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: list[str] = eval(ended.stdout)
    return found


def test_setting_up_loads_nothing_heavy() -> None:
    assert loaded_by("import django; django.setup()") == []


def test_the_pages_load_nothing_heavy() -> None:
    assert loaded_by("import lazo.site.wsgi, django.urls; django.urls.get_resolver().url_patterns") == []


def test_no_tool_of_development_is_needed_to_run() -> None:
    """Who only uses Lazo has the product's packages and none of the development's."""
    tools = r"^(?:from|import) (?:django_stubs_ext|mypy|pytest|hypothesis|polars|lifetimes|pyspark|schemathesis|playwright)\b"
    found = [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if "bench" not in path.parts and re.search(tools, path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert found == []
