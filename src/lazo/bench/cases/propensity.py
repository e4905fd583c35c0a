"""Trains a model from a file through the doors a person has, and writes its card: `propensity FILE LABEL RULE ID DAY KNOWN [FROM=TO]`.

A blank part is «-». The last argument renames a column first, so that its name cannot give it away.
"""

import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import django

django.setup()

from lazo.bench.ground import EMAIL  # noqa: E402 - the models must be ready before


def train_from(path: Path, choices: dict[str, Any]) -> dict[str, Any]:
    """The card of a model of the table, brought in and described as a person would."""
    from django.conf import settings

    from lazo.differentiate.operations.label_table import describe_table, receive_table
    from lazo.differentiate.operations.propensity_model import create_model, train_model
    from lazo.kernel.jobs import NullContext
    from lazo.kernel.models import User

    by = User.objects.get(email=EMAIL)
    with path.open("rb") as stream:
        table = receive_table(name=path.parent.name, file_name=path.name, stream=stream, by=by)
    table = describe_table(table=table, choices=choices, version=table.version, by=by)
    model = create_model(kind="RESPONSE", name=table.name, table=table, by=by)
    version = train_model(
        workspace=settings.WORKSPACE, model=model, on=date(2025, 12, 31), by=by, context=NullContext()
    )
    card: dict[str, Any] = version.card
    return card


def renamed(path: Path, change: str) -> Path:
    """A copy of the Parquet file in which the column FROM is called TO."""
    import pyarrow.parquet as pq

    before, _, after = change.partition("=")
    table = pq.read_table(path)
    copy = Path(tempfile.mkdtemp(prefix="lazo-bench-")) / path.name
    pq.write_table(table.rename_columns([after if name == before else name for name in table.column_names]), copy)
    return copy


if __name__ == "__main__":
    file, *said = sys.argv[1:]
    source = renamed(Path(file), said[5]) if len(said) > 5 else Path(file)
    parts = dict(
        zip(("label", "rule", "id", "day", "known"), ("" if one == "-" else one for one in said), strict=False)
    )
    sys.stdout.write(json.dumps(train_from(source, parts)) + "\n")
