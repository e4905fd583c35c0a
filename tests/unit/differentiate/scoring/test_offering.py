"""Maximizar asks whether something is worth offering, as the last decision said it; alike over arrays and in the engine."""

import pytest
from mirrored import run_sync
from scored import ON, make_company, score
from world import World

from lazo.analytics.parquet import read_file
from lazo.differentiate.models import Score
from lazo.differentiate.offer_trait import WORTH_OFFERING
from lazo.differentiate.queries.offering import offering_definition
from lazo.differentiate.scoring.computation import Computation
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.prices import Prices, snapshot_months
from lazo.differentiate.scoring.score_file import score_path
from lazo.identify.models import TraitDefinition, TraitValue
from lazo.identify.operations.trait import sync_trait_definitions
from lazo.identify.operations.trait_changes import APPEND, note_values
from lazo.kernel.jobs import NullContext
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


def test_only_who_is_worth_an_offer_stands_in_maximizar(
    transactional_db: None, world: World, workspace: Workspace
) -> None:
    make_company(world)
    run = score(workspace)
    assert offering_definition() is None
    before = set(Score.objects.filter(area="MAXIMIZE").values_list("pk", flat=True))
    assert len(before) > 3
    worth = set(sorted(before)[::2])
    sync_trait_definitions()
    definition = TraitDefinition.objects.get(key=WORTH_OFFERING)
    made = TraitValue.objects.bulk_create(
        TraitValue(party_id=one, definition=definition, kind="INFERRED", number=1.0) for one in sorted(worth)
    )
    note_values(APPEND, [row.pk for row in made])

    again = score(workspace)
    assert set(Score.objects.filter(area="MAXIMIZE").values_list("pk", flat=True)) == worth
    assert Score.objects.exclude(also_in="").filter(also_in__contains="MAXIMIZE").exclude(pk__in=worth).count() == 0

    run_sync(workspace)
    snapshot = open_snapshot(workspace)
    arrays = read_file(score_path(workspace, again.pk), ["customer_id", "area", "rule"])
    earlier = Earlier(fit=run, previous=None, compared=None, since=ON, prices=Prices.on(ON, snapshot_months(snapshot)))
    Computation.of(
        snapshot, workspace, run_id=99, on=ON, earlier=earlier, context=NullContext(), offering=offering_definition(),
        rows_in_memory=0,
    )  # fmt: skip
    engine = read_file(score_path(workspace, 99), ["customer_id", "area", "rule"])
    assert engine.sort_by("customer_id").to_pydict() == arrays.sort_by("customer_id").to_pydict()
