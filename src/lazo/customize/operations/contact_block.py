"""Keeping that somebody was not contacted, and why: many at once, in the transaction of whoever decided."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from lazo.customize.models import ContactBlock
from lazo.customize.policy.answer import Answer, Answers

if TYPE_CHECKING:
    from numpy.typing import NDArray

TABLE = ContactBlock._meta.db_table  # noqa: SLF001 - Django's documented way to a model's table
Stage = ContactBlock.Stage


@transaction.atomic
def log_blocks(
    *,
    parties: "Sequence[int] | NDArray[Any]",
    answers: Answers,
    purpose: str,
    channel: str,
    on: date,
    stage: str = Stage.DECISION,
    experiment: int | None = None,
) -> int:
    """Write a row for each of `parties` that the answers, in their order, hold back; how many. No event: each row is one.

    `stage` is one of ContactBlock.Stage. Copied in as columns: a million cost seconds.
    """
    import numpy as np
    import pyarrow as pa

    from lazo.identify.imports.pipeline.copying import copy_in

    held = np.flatnonzero(~answers.allowed)
    codes, rows = answers.codes[held], len(held)
    columns = {
        "party": pa.array(np.asarray(parties, np.int64)[held]),
        "purpose": pa.repeat(purpose, rows),
        "channel": pa.repeat(channel, rows),
        "rule": _named(answers.names, codes),
        "country": _named(answers.countries, codes),
        "stage": pa.repeat(str(stage), rows),
        "on": pa.repeat(on.isoformat(), rows),
    }
    if experiment is not None:
        columns["experiment_id"] = pa.repeat(pa.scalar(experiment, pa.int64()), rows)
    copy_in(TABLE, pa.table(columns))
    return rows


def _named(names: Sequence[str], codes: "NDArray[Any]") -> Any:
    import pyarrow as pa

    return pa.array(names, pa.string()).take(pa.array(codes))


def log_block(
    *,
    party: int,
    answer: Answer,
    purpose: str,
    channel: str,
    on: date,
    stage: str = Stage.SEND,
    experiment: int | None = None,
) -> ContactBlock:
    """Write that one answer held back one party."""
    return ContactBlock.objects.create(
        party=party,
        experiment_id=experiment,
        purpose=purpose,
        channel=channel,
        rule=answer.rule,
        country=answer.country,
        stage=stage,
        on=on,
    )
