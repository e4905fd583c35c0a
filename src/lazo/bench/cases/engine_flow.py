"""A whole run of scores in the engine that LAZO_ENGINE names, from mirrored purchases: the rollup, and everyone's numbers and place.

Argument: a folder for what is written. Prints seconds by the clock and of CPU for what starts the engine, the rollup and the run; what
the run counts; and where the files are. With `--arrays` the arrays of the process work where they do in the product.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from lazo.bench.purchases import LAST_DAY

RUN = 1
EVERYTHING = 10**12


def main(folder: Path, *, arrays: bool) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    from django.conf import settings

    from lazo.kernel.workspace import Workspace

    place = Workspace(folder)
    place.create()
    most = EVERYTHING if arrays else 0
    spent = {"start": _spent(lambda: _start(place))[0]}
    spent["rollup"], snapshot = _spent(lambda: _rolled_up(settings.WORKSPACE, place, most))
    spent["run"], counts = _spent(lambda: _run(snapshot, place, most))
    sys.stdout.write(json.dumps({"spent": spent, "counts": counts}, default=str) + "\n")


def _spent(work: Callable[[], Any]) -> tuple[dict[str, float], Any]:
    cpu, wall = _cpu(), time.perf_counter()
    made = work()
    return {"wall": time.perf_counter() - wall, "cpu": _cpu() - cpu}, made


def _cpu() -> float:
    """Of this process and those it started that still run: the JVM of a local Spark among them."""
    from lazo.bench.memory import tree

    ticks = os.sysconf("SC_CLK_TCK")
    found = 0.0
    for process in tree(os.getpid()):
        try:
            told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found += (int(told[11]) + int(told[12])) / ticks
    return found


def _start(place: Any) -> None:
    """The engine opened, and asked for something small."""
    import pyarrow as pa

    from lazo.kernel.warehouse.engine import open_engine

    with open_engine(temp_dir=place.warehouse / ".spill") as con:
        con.create_table("one", pa.table({"n": [1]})).count().to_pyarrow()


def _rolled_up(workspace: Any, place: Any, most: int) -> Any:
    """The snapshot of the workspace with a rollup that was computed now, written beside the other results."""
    from lazo.kernel.jobs import NullContext
    from lazo.kernel.warehouse import registry
    from lazo.kernel.warehouse.manifest import Manifest
    from lazo.kernel.warehouse.rollup_sync import RollupSync
    from lazo.kernel.warehouse.snapshot import Snapshot

    manifest = Manifest.read(workspace.warehouse)
    for name in manifest.tables:
        (place.warehouse / name).symlink_to(workspace.warehouse / name)
    facts = {table.name: table for table in registry.tables()}
    states = {}
    for rollup in registry.rollups():
        work = RollupSync(
            rollup,
            facts[rollup.of],
            folder=place.warehouse,
            scratch=place.warehouse / ".scratch",
            manifest_id=1,
            context=NullContext(),
            rows_in_memory=most,
        )
        states[rollup.name] = work.run(None, manifest.tables[rollup.of], set())
    return Snapshot(place.warehouse, replace(manifest, rollups=states))


def _run(snapshot: Any, place: Any, most: int) -> dict[str, Any]:
    from lazo.differentiate.scoring.computation import Computation
    from lazo.differentiate.scoring.earlier import Earlier
    from lazo.kernel.jobs import NullContext

    earlier = Earlier(None, None, None, LAST_DAY - timedelta(days=30))
    made = Computation.of(
        snapshot, place, run_id=RUN, on=LAST_DAY, earlier=earlier, context=NullContext(), rows_in_memory=most
    )
    return {"counts": made.counts, "cells": made.cells, "ways": made.ways, "segments": made.segments}


if __name__ == "__main__":
    main(Path(sys.argv[1]), arrays="--arrays" in sys.argv)
