"""Letting linkage work: the records read, a model learned or taken over, the kept base brought up to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from lazo.identify.resolution.proposals import Found
from lazo.identify.resolution.records import read_documents, read_records
from lazo.kernel.jobs import JobContext
from lazo.kernel.warehouse.engine import open_engine
from lazo.kernel.warehouse.truth import open_truth

if TYPE_CHECKING:
    from lazo.analytics.linkage.model import Model
    from lazo.analytics.linkage.scoring import Scored

DIRTY = "changing"
SPILL = ".spill"
MEMORY = "2GB"


@dataclass(frozen=True)
class Computed:
    """What linkage found, the model it used as text, and the valid documents of the base."""

    found: Found
    model: str
    is_trained: bool
    records: int
    documents: pa.Table


def base_is_kept(folder: Path) -> bool:
    """Whether the base of earlier runs lies there whole: a run that was killed while it changed it leaves its mark."""
    from lazo.analytics.linkage.base_index import BaseIndex

    return BaseIndex(folder).is_built and not (folder / DIRTY).exists()


def compute_full(folder: Path, *, model: str, review: float, keep: bool, context: JobContext) -> Computed:
    """Everybody against everybody. A blank `model` is learned from the base; with `keep` the base is kept in `folder` for later runs."""
    from lazo.analytics.linkage.base_index import BaseIndex
    from lazo.analytics.linkage.candidates import candidates
    from lazo.analytics.linkage.engine import LinkEngine
    from lazo.analytics.linkage.prepared import prepare
    from lazo.analytics.linkage.scoring import score_pairs
    from lazo.analytics.linkage.training import train

    context.progress(0, 4, "leer los registros")
    with open_truth() as truth:
        truth.begin()
        records, documents = read_records(truth), read_documents(truth)
    with open_engine(memory_limit=MEMORY, temp_dir=folder / SPILL) as con:
        engine = LinkEngine(con)
        context.progress(1, 4, "preparar los registros")
        prepared = prepare(records, engine=engine)
        count = records.num_rows
        del records
        context.raise_if_cancelled()
        context.progress(2, 4, "aprender cómo se parecen")
        pairs = candidates(prepared)
        used = _model(model) if model else train(prepared, pairs=pairs)
        context.raise_if_cancelled()
        context.progress(3, 4, "comparar")
        found = _found(score_pairs(prepared, used, threshold=review, pairs=pairs), used)
        if keep:
            _mark(folder)
            BaseIndex(folder).build(prepared)
            (folder / DIRTY).unlink()
    context.progress(4, 4, "comparar")
    return Computed(found, used.to_json(), not model, count, documents)


def compute_new(folder: Path, changed: Sequence[int], *, model: str, review: float, context: JobContext) -> Computed:
    """These records, new or changed, against the kept base, into which they are put; those that are gone are taken out."""
    from lazo.analytics.linkage.base_index import BaseIndex
    from lazo.analytics.linkage.engine import LinkEngine
    from lazo.analytics.linkage.matching_new import match_new
    from lazo.analytics.linkage.prepared import prepare

    context.progress(0, 2, "leer lo nuevo")
    with open_truth() as truth:
        truth.begin()
        records, documents = read_records(truth, only=changed), read_documents(truth)
    used, base = _model(model), BaseIndex(folder)
    with open_engine(memory_limit=MEMORY, temp_dir=folder / SPILL) as con:
        engine = LinkEngine(con)
        context.progress(1, 2, "comparar")
        prepared = prepare(records, engine=engine)
        _mark(folder)
        base.forget(changed)  # what they were before is nobody to be compared with
        found = _found(match_new(prepared, base, used, threshold=review), used)
        if records.num_rows:
            base.append(prepared)
        (folder / DIRTY).unlink()
    context.progress(2, 2, "comparar")
    return Computed(found, model, False, records.num_rows, documents)


def _model(text: str) -> "Model":
    from lazo.analytics.linkage.model import Model
    from lazo.analytics.linkage.settings import PARTIES

    return Model.from_json(text, PARTIES)


def _found(scored: "Scored", model: "Model") -> Found:
    return Found(
        pairs=scored.pairs.to_pyarrow(),
        relations=scored.relations.to_pyarrow(),
        comparisons=tuple(one.name for one in model.settings.comparisons),
        start=model.starting_weight,
    )


def _mark(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DIRTY).touch()
