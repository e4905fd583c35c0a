"""What every file keeps to: its size, and nothing left for later."""

import re

from sources import ROOT, files, named

LEFT_FOR_LATER = re.compile(
    r"\b(TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|pragma: no cover|\bxfail\(|\b(pytest|mark)\.skip"
)
SUPPRESSION = re.compile(r"#\s*(?:noqa|type:\s*ignore)(?P<codes>\s*:\s*[A-Z0-9, ]+|\[[\w, -]+\])?(?P<reason>.*)$")
ITSELF = {"tests/repo/test_files.py"}


def test_no_file_is_longer_than_500_lines() -> None:
    written = [
        path for path in files(".py", ".css", ".js", ".html") if "/migrations/0001_squashed_" not in path.as_posix()
    ]
    long = {named(path): path.read_text(encoding="utf-8").count("\n") for path in written}
    assert {name: lines for name, lines in long.items() if lines > 500} == {}


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{named(path)}:{number}"
        for path in files(".py", ".html", ".css", ".js")
        if named(path) not in ITSELF
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LEFT_FOR_LATER.search(line)
    ]
    assert found == []


def test_every_suppression_names_what_and_why() -> None:
    wrong = []
    for path in files(".py"):
        if named(path) in ITSELF or "migrations" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = SUPPRESSION.search(line)
            if found and not (found["codes"] and re.search(r"[a-z]{3}", found["reason"])):
                wrong.append(f"{named(path)}:{number}")
    assert wrong == []


def test_every_package_opens_with_its_meaning() -> None:
    packages = [path for path in files(".py") if path.name == "__init__.py" and "migrations" not in path.parts]
    silent = [named(path) for path in packages if not path.read_text(encoding="utf-8").startswith('"""')]
    assert len(packages) > 10
    assert silent == []


def test_both_commands_can_be_run_from_a_clone() -> None:
    assert [name for name in ("lazo", ".ci/run") if not (ROOT / name).stat().st_mode & 0o100] == []
