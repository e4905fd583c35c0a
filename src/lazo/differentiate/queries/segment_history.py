"""The dated history of a segment: who is in it since when, who came and went and why, as files of the workspace's history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from lazo.differentiate.models import Segment, SegmentRebuild
from lazo.kernel.access import row_rule
from lazo.kernel.models import User

FOLDER = "segments"
EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Passage:
    """A customer came in or went out on a day; `because` are paths of the conditions that changed, with commas.

    A definition that is one condition has the path `.`. Words instead of paths: `definition` (the rules were edited), `new` (the customer was not there before), `gone` (taken out, or joined to
    another), blank: nothing is known of the conditions before.
    """

    customer_id: int
    on: date
    entered: bool
    because: str


def segment_folder(segment: int) -> Path:
    """The folder of a segment in the history."""
    place: Path = settings.WORKSPACE.history / FOLDER / f"{segment:08d}"
    return place


def members_path(segment: int, sequence: int) -> Path:
    """Who is in the segment after that rebuild: customer_id (growing), since."""
    return segment_folder(segment) / f"members-{sequence:06d}.parquet"


def passages_path(segment: int, sequence: int) -> Path:
    """Who came and went in that rebuild: customer_id (growing), on_day, entered, because."""
    return segment_folder(segment) / f"passages-{sequence:06d}.parquet"


def read_members(segment: int, sequence: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The customers in growing order and the day since when each is in, as days since 1970; empty before the first rebuild."""
    from lazo.analytics.parquet import read_file

    if not sequence:
        return np.zeros(0, np.int64), np.zeros(0, np.int32)
    rows = read_file(members_path(segment, sequence), ("customer_id", "since"))
    return rows["customer_id"].to_numpy(), rows["since"].cast("int32").to_numpy()


def members_on(*, segment: Segment, on: date) -> NDArray[np.int64] | None:
    """Who was in a segment at the end of a day; null when nobody had counted yet."""
    rebuilds = list(
        SegmentRebuild.objects.filter(segment=segment, sequence__lte=segment.sequence).order_by("-sequence")
    )
    if not rebuilds or rebuilds[-1].on_date > on:
        return None
    members, _ = read_members(segment.pk, segment.sequence)
    for rebuild in rebuilds:
        if rebuild.on_date <= on:
            break
        came, went = _came_and_went(segment.pk, rebuild.sequence)
        members = np.union1d(np.setdiff1d(members, came, assume_unique=True), went)
    return members


def _came_and_went(segment: int, sequence: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    from lazo.analytics.parquet import read_file

    rows = read_file(passages_path(segment, sequence), ("customer_id", "entered"))
    ids, entered = rows["customer_id"].to_numpy(), rows["entered"].to_numpy()
    return ids[entered], ids[~entered]


def passages(*, segment: Segment, user: User, limit: int = 200) -> list[Passage]:
    """Who came and went, the newest first, of the customers `user` may see; at most `limit`."""
    from lazo.differentiate.queries.segment_base import segment_base
    from lazo.differentiate.segments.rules import vocabulary
    from lazo.differentiate.segments.segment_base import mask_of

    rule = row_rule(user)
    if rule.nothing:
        return []
    base = segment_base()
    seen = None if rule.everything else base.ids[mask_of(base.seen(rule, vocabulary()), len(base.ids))]
    found: list[Passage] = []
    for rebuild in SegmentRebuild.objects.filter(segment=segment).order_by("-sequence").iterator():
        for one in _passages(segment.pk, rebuild.sequence, seen):
            found.append(one)
            if len(found) >= limit:
                return found
    return found


def _passages(segment: int, sequence: int, seen: NDArray[np.int64] | None) -> Iterator[Passage]:
    import pyarrow as pa

    from lazo.analytics.parquet import read_file

    path = passages_path(segment, sequence)
    if not path.exists():
        return
    rows = read_file(path)
    ids = rows["customer_id"].to_numpy()
    places = np.arange(len(ids)) if seen is None else np.flatnonzero(np.isin(ids, seen))
    for row in rows.take(pa.array(places)).to_pylist():
        yield Passage(row["customer_id"], row["on_day"], row["entered"], row["because"])
