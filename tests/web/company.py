"""A scored company for the pages: Ana's customers, Carla's customers, one run, one month before it."""

from datetime import date
from typing import Any

from world import World

from lazo.differentiate.models import CyclePosition, MapCell, Movement, Score, ScoreRun
from lazo.differentiate.operations.cards import refresh_cards
from lazo.identify.models import ContactPoint, Interaction, Party, Purchase, Source
from lazo.kernel.models import User

ON = date(2025, 10, 31)
BEFORE = date(2025, 9, 30)

BACK_TEST: dict[str, Any] = {
    "cutoff": "2024-10-31",
    "until": "2025-10-31",
    "is_reliable": True,
    "reasons": [],
    "doubts": [],
    "money": {"model": {"predicted": 910_000_000.0, "actual": 870_000_000.0}},
    "total_band": {"low": 0.9, "high": 1.2},
    "strata": [
        {"x_from": 0, "x_below": 1, "customers": 3, "predicted_money": 4e8, "actual_money": 5e8},
        {"x_from": 1, "x_below": None, "customers": 2, "predicted_money": 3e8, "actual_money": 3e8},
        {"x_from": 1, "x_below": None, "customers": 1, "predicted_money": 2e8, "actual_money": 1e8},
    ],
}
FAILED: dict[str, Any] = BACK_TEST | {
    "is_reliable": False,
    "reasons": [{"code": "money_biased", "found": 0.52, "limit": 0.25, "detail": ""}],
}
COUNTS = {
    "concentration": {
        "value_12m": {
            "customers": 10,
            "total": 1000,
            "top_20": 700,
            "gini": 0.6,
            "curve": [{"customers": 2, "value": 700}, {"customers": 10, "value": 1000}],
        }
    }
}


def add_run(on: date = ON, *, current: bool = True, back_test: dict[str, Any] | None = None) -> ScoreRun:
    return ScoreRun.objects.create(
        on_date=on,
        state=ScoreRun.State.DONE,
        version="1",
        is_current=current,
        back_test=BACK_TEST if back_test is None else back_test,
        counts=COUNTS,
    )


def add_cell(run: ScoreRun, area: str, owner: User, customers: int, money: int, place: int = 3) -> MapCell:
    return MapCell.objects.create(
        run=run,
        owner=owner,
        area=area,
        bin=place,
        customers=customers,
        strategic=1,
        value_12m=money,
        value_365d=money * 2,
    )


def add_way(run: ScoreRun, origin: str, destination: str, owner: User, customers: int) -> Movement:
    return Movement.objects.create(
        run=run,
        month=run.on_date.replace(day=1),
        since=BEFORE,
        origin=origin,
        destination=destination,
        owner=owner,
        customers=customers,
    )


def add_customer(run: ScoreRun, name: str, owner: User, *, area: str = "RETAIN", value: int | None = 500_000) -> Party:
    party = Party.objects.create(name=name, folded_name=name.lower(), kind="PERSON", country="CO", owner=owner)
    evidence = {"overdue_ratio": 2.61, "recency_days": 61, "expected_gap": 23.4}
    Score.objects.create(
        customer=party,
        run_id=run.pk,
        on_date=run.on_date,
        owner=owner,
        kind="PERSON",
        frequency=5,
        n_purchases=6,
        last_day=date(2025, 8, 31),
        value_12m=400_000,
        value_365d=value,
        value_365d_low=None if value is None else value // 2,
        value_365d_high=None if value is None else value * 2,
        p_alive=0.4,
        area=area,
        place=0.37,
        rule="RETAIN.overdue",
        evidence=evidence,
    )
    CyclePosition.objects.create(
        customer=party, area=area, valid_from=date(2025, 7, 19), rule="RETAIN.overdue", evidence=evidence, run_id=run.pk
    )
    refresh_cards(party.pk, party.pk, touched="0")
    return party


def add_history(party: Party) -> None:
    source = Source.objects.get_or_create(key="tienda", defaults={"name": "Tienda en línea"})[0]
    ContactPoint.objects.create(party=party, kind="EMAIL", value="ana@correo.example", key="ana@correo.example")
    for day, amount in (
        (date(2024, 11, 20), 8_400_000),
        (date(2025, 8, 31), 12_000_000),
        (date(2025, 9, 1), -1_000_000),
    ):
        Purchase.objects.create(
            party=party,
            source=source,
            occurred_on=day,
            currency="COP",
            amount=amount,
            base_amount=amount,
            channel="web",
        )
    Interaction.objects.create(
        party=party, source=source, occurred_on=date(2025, 10, 1), subject="Preguntó por el Huila"
    )


def scored(world: World) -> ScoreRun:
    """Ana has 12 in Retener and 3 in Fidelizar; Carla, of another team, 100 in Mantener."""
    before = add_run(BEFORE, current=False)
    add_cell(before, "RETAIN", world.ana, 10, 400_000_00)
    run = add_run()
    add_cell(run, "RETAIN", world.ana, 12, 500_000_00)
    add_cell(run, "LOYALTY", world.ana, 3, 700_000_00, place=13)
    add_cell(run, "KEEP", world.carla, 100, 900_000_00)
    add_way(run, "LOYALTY", "RETAIN", world.ana, 4)
    add_way(run, "", "ACQUIRE", world.carla, 77)
    return run
