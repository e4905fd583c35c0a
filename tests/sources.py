"""The project's own files, as the tests of the repository read them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def files(*suffixes: str) -> list[Path]:
    """Every file that git knows or would add, except what other people wrote."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.splitlines()]
    else:
        found = [path for top in ("src", "tests", "tools", "docs") for path in (ROOT / top).rglob("*")]
    return sorted(
        path for path in found
        if path.suffix in suffixes and path.is_file() and "vendor" not in path.parts and "__pycache__" not in path.parts
    )  # fmt: skip


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))
