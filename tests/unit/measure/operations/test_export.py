"""Decisions and money as files: exact, of who may see them alone."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from experimented import START, Group, begin, fill
from outboxed import AT, customers, email_account, messages, template
from sources import ROOT
from world import World

from lazo.customize.models import Decision
from lazo.differentiate.operations.export import UnableToExport
from lazo.identify.models import Party
from lazo.interact.models import DeliveryReport, Message
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Role, User
from lazo.measure.operations.cost import Cost, enter_cost, take_back_cost
from lazo.measure.operations.export import MEASURED, export_measured

pytestmark = pytest.mark.django_db


def exported(sheet: str, by: User, tmp_path: Path, *, history: bool = False) -> list[dict[str, object]]:
    to = tmp_path / f"{sheet}.parquet"
    export_measured(sheet=sheet, to=to, by=by, context=NullContext(), history=history)
    rows: list[dict[str, object]] = pq.read_table(to).to_pylist()
    return rows


def test_money_stands_and_history_tells_the_rest(world: World, tmp_path: Path) -> None:
    first, _ = enter_cost(cost=Cost(date(2026, 10, 1), "KEEP", "media", 150, "COP", "Radio"), by=world.diego)
    second, _ = enter_cost(cost=Cost(date(2026, 10, 2), "KEEP", "tool", 200, "COP"), by=world.diego)
    take_back_cost(entry=second, by=world.diego)
    (row,) = exported("money", world.diego, tmp_path)
    assert (row["id"], str(row["amount"]), str(row["base_amount"]), row["note"], row["takes_back"]) == (
        first.pk,
        "1.50",
        "1.50",
        "Radio",
        None,
    )
    assert [one["takes_back"] for one in exported("money", world.diego, tmp_path, history=True)] == [
        None,
        None,
        second.pk,
    ]


def test_decisions_are_of_the_customers_one_sees(world: World, tmp_path: Path) -> None:
    Role.objects.filter(key="agent").update(may_export=True)
    mine = Party.objects.create(name="A", owner=world.ana)
    other = Party.objects.create(name="B", owner=world.carla)
    experiment = begin(world.diego)
    fill(experiment, {"a": Group(2, 0)}, first=min(mine.pk, other.pk))
    Decision.objects.filter(party=other.pk).update(set_aside=3)
    assert [row["party_id"] for row in exported("decisions", world.diego, tmp_path)] == [mine.pk]
    assert len(exported("decisions", world.diego, tmp_path, history=True)) == 2
    (row,) = exported("decisions", world.ana, tmp_path, history=True)
    assert row == {
        "experiment": "tarjeta", "party_id": mine.pk, "arm": "a", "is_control": False, "on": START, "expected": None, "why": None,
    }  # fmt: skip


def test_messages_say_what_became_of_each(world: World, tmp_path: Path) -> None:
    experiment = begin(world.diego)
    arm = experiment.arms.get(key="a")
    rows = messages(
        customers(4),
        account=email_account(1, price=1_500, currency="COP"),
        version=template(),
        experiment=experiment.pk,
        arm=arm.pk,
    )
    Message.objects.filter(pk__in=[rows[0].pk, rows[1].pk]).update(state="SENT", sent_at=AT, cost_millis=1_500)
    Message.objects.filter(pk=rows[2].pk).update(state="BLOCKED", problem="no-consent")
    for event, row, kind, machine in (
        ("1", 0, "OPENED", True),
        ("2", 0, "CLICKED", False),
        ("3", 1, "HARD_BOUNCE", False),
    ):
        DeliveryReport.objects.create(
            account=rows[0].account, event=event, message=rows[row].pk, kind=kind, is_machine=machine, at=AT
        )
    found = exported("messages", world.diego, tmp_path)
    told = ("state", "problem", "sent_on", "cost_millis", "opened", "clicked", "bounced")
    assert [tuple(row[name] for name in told) for row in found] == [
        ("SENT", "", AT.date(), 1_500, False, True, False),
        ("SENT", "", AT.date(), 1_500, False, False, True),
        ("BLOCKED", "no-consent", None, None, False, False, False),
    ]
    assert {(row["experiment"], row["arm"], row["template"], row["currency"]) for row in found} == {
        ("tarjeta", "a", "Novedades", "COP")
    }
    assert [row["state"] for row in exported("messages", world.diego, tmp_path, history=True)][3:] == ["QUEUED"]
    Role.objects.filter(key="agent").update(may_export=True)
    assert exported("messages", world.ana, tmp_path) == []


def test_who_may_not_gets_no_file(world: World, tmp_path: Path) -> None:
    Role.objects.filter(key="agent").update(may_export=True)
    for sheet, by, code in (
        ("money", world.ana, "not_allowed"),
        ("decisions", world.carla, "not_allowed"),
        ("luna", world.diego, "unknown_sheet"),
    ):
        with pytest.raises(UnableToExport, match=code):
            exported(sheet, by, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_column_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "money.md").read_text("utf-8")
    assert [c.name for sheet in MEASURED.values() for c in sheet.columns if f"`{c.name}`" not in text] == []
