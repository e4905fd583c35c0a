"""What looking for duplicates would look at, as whoever brought people in is told."""

from typing import Any

import pytest
from importing import bring
from world import World

from lazo.identify.forgetting import KEPT_BASE
from lazo.identify.models import ContactPoint, Party, ResolutionRun
from lazo.identify.resolution.changed import watermark_now
from lazo.identify.resolution.due import ResolutionDue, resolution_due
from lazo.kernel.changes import note_change
from lazo.kernel.jobs import enqueue
from lazo.kernel.models import Change
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
PEOPLE = "Nombre;Correo\nAna Paz;ana@correo.example\nBeto Gil;beto@correo.example\nCaro Paz;caro@correo.example\n"


def changed(party: Party) -> Change:
    return note_change(table="parties", operation=Change.Operation.UPDATE, row_from=party.pk)


def ran(workspace: Workspace, *own: list[int]) -> None:
    """A run that ended now; `own` are the changes that it wrote itself."""
    (workspace.warehouse / KEPT_BASE).mkdir(parents=True, exist_ok=True)
    counts: dict[str, Any] = {"upto": vars(watermark_now()), "own_changes": list(own)}
    ResolutionRun.objects.create(state="DONE", scope="FULL", finished_at="2026-11-20T10:00Z", counts=counts)


def test_nobody_or_one_alone_is_nothing_to_do(world: World, workspace: Workspace) -> None:
    assert resolution_due() == ResolutionDue(0, is_full=True, is_running=False)
    Party.objects.create(name="Ana")
    Party.objects.create(name="Casa Paz", kind="HOUSEHOLD")
    assert resolution_due().records == 0


def test_the_first_run_looks_at_everybody(world: World, workspace: Workspace) -> None:
    bring("customers", PEOPLE, world.diego)
    assert resolution_due() == ResolutionDue(3, is_full=True, is_running=False)


def test_later_ones_at_what_is_new_or_changed_each_once(world: World, workspace: Workspace) -> None:
    bring("customers", PEOPLE, world.diego)
    ran(workspace)
    assert resolution_due() == ResolutionDue(0, is_full=False, is_running=False)
    ana, beto, _ = Party.objects.order_by("pk")
    for _ in range(2):
        changed(ana)
    assert resolution_due().records == 1
    ContactPoint.objects.create(party=ana, kind="EMAIL", value="a@x.example", key="a@x.example")
    ContactPoint.objects.create(party=beto, kind="EMAIL", value="b@x.example", key="b@x.example")
    assert resolution_due().records == 2


def test_what_a_run_joined_itself_is_no_news(world: World, workspace: Workspace) -> None:
    bring("customers", PEOPLE, world.diego)
    before = watermark_now()
    own = changed(Party.objects.order_by("pk")[0])
    (workspace.warehouse / KEPT_BASE).mkdir(parents=True)
    counts = {"upto": vars(before), "own_changes": [[own.pk, own.pk]]}
    ResolutionRun.objects.create(state="DONE", scope="FULL", finished_at="2026-11-20T10:00Z", counts=counts)
    assert resolution_due().records == 0


def test_without_the_kept_base_everybody_is_looked_at_again(world: World, workspace: Workspace) -> None:
    bring("customers", PEOPLE, world.diego)
    ran(workspace)
    (workspace.warehouse / KEPT_BASE).rmdir()
    assert resolution_due() == ResolutionDue(3, is_full=True, is_running=False)


def test_a_run_on_its_way_is_told(world: World, workspace: Workspace) -> None:
    enqueue("identify.resolve", by=world.diego, arguments={"full": False}, key="identify.resolve")
    assert resolution_due().is_running
