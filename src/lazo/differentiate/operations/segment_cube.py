"""The cube of the pictures of the base, written whole by the run that becomes current."""

from typing import Any

from lazo.differentiate.models import RfmCell, ScoreRun, ValueBand

BATCH = 1000


def write_segment_cube(run: ScoreRun, cube: dict[str, list[dict[str, Any]]]) -> None:
    """Put the cube of `run` in the place of the last one; call it inside the transaction of the run."""
    RfmCell.objects.all().delete()
    ValueBand.objects.all().delete()
    RfmCell.objects.bulk_create((RfmCell(run=run, **cell) for cell in cube["cells"]), batch_size=BATCH)
    ValueBand.objects.bulk_create((ValueBand(run=run, **band) for band in cube["bands"]), batch_size=BATCH)
