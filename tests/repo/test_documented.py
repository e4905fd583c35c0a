"""Whatever can be called, set or read is in docs/reference."""

import re

import typer.main
from sources import ROOT, files

from lazo.cli.main import app
from lazo.differentiate.operations.sheets import SHEETS
from lazo.kernel.jobs import job_kinds

REFERENCE = ROOT / "docs" / "reference"
CLI = (REFERENCE / "cli.md").read_text(encoding="utf-8")
EVENT = re.compile(r'(?:kind=|event=|else )"([a-z_]+\.[a-z_]+)"')
RECORDS = re.compile(r'record_event|by=by, event="')
VARIABLE = re.compile(r"\bLAZO_[A-Z][A-Z_]*\b|\bDATABASE_URL\b")


def commands() -> dict[str, typer.main.Any]:
    root = typer.main.get_command(app)
    found = dict(root.commands)  # type: ignore[attr-defined]  # a group, as the app has several commands
    for name, command in list(found.items()):
        found |= {f"{name} {sub}": item for sub, item in getattr(command, "commands", {}).items()}
    return found


def test_every_command_is_documented() -> None:
    missing = [name for name in commands() if f"## lazo {name}" not in CLI and f"`{name.partition(' ')[2]}" not in CLI]
    assert missing == []


def test_every_option_is_documented() -> None:
    missing = [
        f"lazo {name} {option}"
        for name, command in commands().items()
        for parameter in command.params
        if not getattr(parameter, "hidden", False) and parameter.param_type_name == "option"
        for option in parameter.opts[:1]
        if option != "--help" and option not in CLI
    ]
    assert missing == []


def test_every_exported_column_is_documented() -> None:
    for sheet in SHEETS.values():
        paragraph = next(line for line in CLI.split("\n\n") if line.startswith(f"**{sheet.name}**"))
        assert [column.name for column in sheet.columns if f"`{column.name}`" not in paragraph] == []


def test_every_job_is_documented() -> None:
    text = (REFERENCE / "jobs.md").read_text(encoding="utf-8")
    kinds = [kind.name for kind in job_kinds() if not kind.name.startswith("test.")]
    assert len(kinds) > 4
    assert [kind for kind in kinds if f"| `{kind}` |" not in text] == []


def test_every_variable_is_documented() -> None:
    read = {
        name
        for path in [ROOT / "lazo", *files(".py")]
        for name in VARIABLE.findall(path.read_text(encoding="utf-8"))
        if path.is_relative_to(ROOT / "src") or path.name == "lazo" or path.is_relative_to(ROOT / "tests")
    }
    documented = "\n".join(path.read_text(encoding="utf-8") for path in sorted(REFERENCE.glob("*.md")))
    assert {name for name in read if name not in documented and not name.endswith("_")} == set()


def test_every_event_is_documented() -> None:
    """Kinds are written out where they are recorded, so that they can be found by their quotation marks."""
    written = {
        kind
        for path in files(".py")
        if path.is_relative_to(ROOT / "src") and RECORDS.search(text := path.read_text(encoding="utf-8"))
        for kind in EVENT.findall(text)
    }
    documented = set(
        re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \|", (REFERENCE / "events.md").read_text("utf-8"), re.MULTILINE)
    )
    assert len(written) > 25
    assert written == documented
