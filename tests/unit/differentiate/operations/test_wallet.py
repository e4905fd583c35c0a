"""Wallet shares: measured by each way of knowing them, kept as traits, and what a run makes of them."""

from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from mirrored import run_sync
from scored import ON, Scored, make_company, make_purchases, score
from world import World

from lazo.differentiate.models import Score, WalletSettings
from lazo.differentiate.operations.wallet import UnableToMeasureWallet, measure_wallet_shares
from lazo.differentiate.operations.wallet_settings import UnableToSaveWallet, save_wallet
from lazo.differentiate.queries.wallet_settings import (
    WalletFields,
    wallet_definition,
    wallet_fields,
    wallet_is_behind,
    wallet_version,
)
from lazo.differentiate.scoring.computation import Computation
from lazo.differentiate.scoring.earlier import Earlier
from lazo.differentiate.scoring.score_file import score_path
from lazo.differentiate.wallet_trait import WALLET
from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.operations.trait import define_trait, set_trait
from lazo.identify.queries.traits import traits_of
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event, Job
from lazo.kernel.undo import undo
from lazo.kernel.warehouse.snapshot import open_snapshot
from lazo.kernel.workspace import Workspace

FIELDS = WalletFields("lugar", "marcas", "gasto", "panel", look_alikes=True)


def define(world: World) -> None:
    for name, of in (("Lugar", "NUMBER"), ("Marcas", "NUMBER"), ("Gasto", "MONEY"), ("Panel", "MONEY")):
        define_trait(name=name, of=of, by=world.diego)


def save(world: World, fields: WalletFields) -> str:
    kept = wallet_version()
    return save_wallet(fields=fields, version=kept.pk if kept else None, by=world.diego)


def held(party: Party) -> list[tuple[float, str, float, str]]:
    return [(t.value, t.kind, t.confidence, t.source) for t in traits_of(party=party) if t.key == WALLET]  # type: ignore[misc]  # a number


@pytest.mark.django_db
def test_what_it_is_known_from_is_kept_and_taken_back(world: World) -> None:
    define(world)
    assert not wallet_fields().asks_anything
    token = save(world, FIELDS)
    assert wallet_fields() == FIELDS
    assert save(world, FIELDS) == ""
    assert Job.objects.filter(kind="differentiate.wallet").count() == 1
    assert Event.objects.get(kind="wallet.settings_saved").detail.after["rank_field"] == "lugar"
    undo(token=token, by=world.diego)
    assert wallet_fields() == WalletFields()
    with pytest.raises(UnableToSaveWallet) as refused:
        save_wallet(fields=FIELDS, version=None, by=world.diego)
    assert refused.value.code == "stale"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        (WalletFields(spend_field="luna"), {"spend_field": "unknown_field"}),
        (WalletFields(spend_field="lugar"), {"spend_field": "other_type"}),
        (WalletFields(rank_field="lugar"), {"brands_field": "both_needed"}),
    ],
)
def test_a_field_that_cannot_be_it_is_refused(world: World, fields: WalletFields, problems: dict[str, str]) -> None:
    define(world)
    with pytest.raises(UnableToSaveWallet) as refused:
        save(world, fields)
    assert refused.value.problems == problems
    assert not WalletSettings.objects.exists()


def measured(world: World, workspace: Workspace) -> tuple[Scored, dict[str, int]]:
    """Customers 0 to 3: second of three; spends 4 times what they buy; a panel knows; only look-alikes."""
    company = make_company(world, customers=120)
    four = company.customers[:4]
    make_purchases(company.source, four, [ON - timedelta(days=5)] * 4, [50_000] * 4)
    define(world)
    score(workspace)
    ours = {
        party.pk: sum(
            party.purchases.filter(occurred_on__gt=ON - timedelta(days=365), occurred_on__lte=ON).values_list(
                "base_amount", flat=True
            )
        )
        for party in four
    }
    set_trait(party=four[0], key="lugar", value=2, by=world.diego)
    set_trait(party=four[0], key="marcas", value=3, by=world.diego)
    set_trait(party=four[1], key="gasto", value=4 * ours[four[1].pk], by=world.diego)
    set_trait(party=four[2], key="panel", value=2 * ours[four[2].pk], by=world.diego)
    save(world, FIELDS)
    return company, measure_wallet_shares(workspace=workspace, context=NullContext())


@pytest.mark.django_db(transaction=True)
def test_shares_are_measured_by_each_way_and_kept_as_traits(world: World, workspace: Workspace) -> None:
    save(world, WalletFields(look_alikes=True))
    with pytest.raises(UnableToMeasureWallet):
        measure_wallet_shares(workspace=workspace, context=NullContext())
    company, counts = measured(world, workspace)
    assert (counts["rank"], counts["declared"], counts["panel"]) == (1, 1, 1)
    assert counts["look_alikes"] > 100
    assert not wallet_is_behind()
    rank, declared, panel, like = (held(party) for party in company.customers[:4])
    assert rank[0] == (33.3, "DECLARED", 1.0, "Lugar entre las marcas que usa")
    assert declared[0] == (25.0, "DECLARED", 1.0, "Gasto en la categoría que declara")
    assert panel[0] == (50.0, "APPENDED", 0.8, "Gasto en la categoría según un panel")
    assert like[0][1:] == ("INFERRED", 0.5, "")
    assert 0 < like[0][0] <= 100
    before = TraitValue.objects.filter(definition__key=WALLET).count()

    assert measure_wallet_shares(workspace=workspace, context=NullContext()) == counts
    assert TraitValue.objects.filter(definition__key=WALLET).count() == before
    set_trait(party=company.customers[0], key=WALLET, value=70, by=world.diego, kind=TraitDefinition.Kind.DECLARED)
    set_trait(party=company.customers[1], key="gasto", value=None, by=world.diego)
    assert measure_wallet_shares(workspace=workspace, context=NullContext())["declared"] == 0
    assert held(company.customers[0])[0] == (70.0, "DECLARED", 1.0, "")
    assert held(company.customers[1])[0][1] == "INFERRED"


@pytest.mark.sqlite_alone("both ways read the warehouse; the test above measures on PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_the_place_in_maximize_is_the_part_of_a_full_share(world: World, workspace: Workspace, tmp_path: Path) -> None:
    company, _counts = measured(world, workspace)
    run_sync(workspace)
    shares = {party.pk: held(party)[0][0] for party in company.customers if held(party)}
    made = {}
    for name, rows in (("arrays", 10**9), ("engine", 0)):
        place = Workspace(tmp_path / name)
        Computation.of(
            open_snapshot(workspace),
            place,
            run_id=1,
            on=ON,
            earlier=Earlier(None, None, None, ON - timedelta(days=31)),
            context=NullContext(),
            wallet=wallet_definition(),
            rows_in_memory=rows,
        )
        table = pq.read_table(score_path(place, 1), columns=["customer_id", "area", "place"])
        made[name] = {row["customer_id"]: (row["area"], row["place"]) for row in table.to_pylist()}
    assert made["arrays"] == made["engine"]
    found = {one: place for one, (area, place) in made["arrays"].items() if area == "MAXIMIZE"}
    assert len(found) > 5
    assert {one: place for one, place in found.items() if one in shares} == {
        one: pytest.approx(min(shares[one] / 60, 1), rel=1e-12) for one in found if one in shares
    }
    score(workspace)
    one = next(iter(set(found) & set(shares)))
    assert Score.objects.get(pk=one).place == pytest.approx(min(shares[one] / 60, 1), rel=1e-12)
