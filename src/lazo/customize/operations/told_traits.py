"""Telling the next score what was decided and done, as traits."""

from collections.abc import Sequence

import numpy as np
from django.db import transaction

from lazo.customize.deciding.inputs import Asked
from lazo.customize.facts import Ints
from lazo.customize.operations.last_action import definition_of
from lazo.customize.traits import WORTH_OFFERING
from lazo.differentiate.models.score import CycleArea
from lazo.identify.models import TraitDefinition, TraitValue
from lazo.identify.operations.trait_changes import APPEND, DELETE, note_value, note_values
from lazo.kernel.jobs import JobContext

ROWS = 5_000
Kind = TraitDefinition.Kind


def worth_offering(asked: Asked) -> Ints:
    """Customers to whom some offer of MAXIMIZE is expected to bring more than it costs: by the mean of what is believed, not by a draw; whom a
    study tells that it drives them away is not one of them.
    """
    inputs = asked.inputs
    worth = np.zeros(len(inputs.ids), np.bool_)
    for place, candidate in enumerate(asked.candidates):
        if candidate.offer.area == CycleArea.MAXIMIZE:
            means = np.array([one.mean for one in inputs.rivals[place].beliefs])
            expected = means[inputs.strata] * inputs.margins[place] - inputs.rivals[place].cost
            worth |= candidate.eligible & (expected > 0) & ~asked.away[place]
    return inputs.ids[worth]


def tell_traits(asked: Asked, *, context: JobContext) -> int:
    """Make the trait of who is worth an offer be of these customers and no others; how many. Written in pieces, each true by itself."""
    definition = definition_of(WORTH_OFFERING)
    wanted = worth_offering(asked)
    held = TraitValue.objects.filter(definition=definition, kind=Kind.INFERRED, source__isnull=True)
    rows = dict(held.values_list("party_id", "pk"))
    before = np.fromiter(rows, np.int64, len(rows))
    gone, fresh = np.setdiff1d(before, wanted).tolist(), np.setdiff1d(wanted, before).tolist()
    for start in range(0, len(gone), ROWS):
        context.raise_if_cancelled()
        _remove([(rows[party], party) for party in gone[start : start + ROWS]])
    for start in range(0, len(fresh), ROWS):
        context.raise_if_cancelled()
        _add(definition, fresh[start : start + ROWS])
    return len(wanted)


@transaction.atomic
def _remove(rows: Sequence[tuple[int, int]]) -> None:
    TraitValue.objects.filter(pk__in=[pk for pk, _party in rows]).delete()
    for pk, party in rows:
        note_value(DELETE, row=pk, party=party)


@transaction.atomic
def _add(definition: TraitDefinition, parties: Sequence[int]) -> None:
    made = TraitValue.objects.bulk_create(
        (TraitValue(party_id=one, definition=definition, kind=Kind.INFERRED, number=1.0) for one in parties),
        batch_size=500,
    )
    note_values(APPEND, sorted(row.pk for row in made))
