"""The whole demo, small: built by the product's own means, left in the middle and gone on with, and a living company comes of it."""

from datetime import date
from typing import Any

import pytest

from lazo.customize.models import Experiment, MoneyEntry, Offer
from lazo.demo.build import build_demo
from lazo.identify.models import ImportBatch, Party, Purchase
from lazo.interact.models import Campaign, Message
from lazo.kernel.jobs import JobContext, NullContext
from lazo.kernel.workspace import Workspace

ON, CUSTOMERS = date(2026, 11, 20), 60


class Left(Exception):
    """Somebody pulled the plug."""


class LeftContext(NullContext):
    """Remembers what is kept, and leaves before it keeps the part of that name."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self.part = part

    def checkpoint(self, **values: Any) -> None:
        if any(name.endswith(self.part) for name in values.get("ended", {})):
            raise Left
        super().checkpoint(**values)


@pytest.mark.sqlite_alone("every job it runs is tested on PostgreSQL by itself")
@pytest.mark.django_db(transaction=True)
def test_a_company_left_in_the_middle_is_finished_and_lives(workspace: Workspace) -> None:
    context = LeftContext("Puntajes")
    with pytest.raises(Left):
        build(workspace, context)
    before = Purchase.objects.count()
    context.part = "-"
    told = build(workspace, context)
    assert told["people"] == CUSTOMERS <= told["records"]
    assert Party.objects.count() > CUSTOMERS
    assert Purchase.objects.count() == before > CUSTOMERS
    assert not ImportBatch.objects.exclude(state=ImportBatch.State.DONE).exists()
    for kind in (Offer, Campaign, Experiment, Message, MoneyEntry):
        assert kind._default_manager.exists(), kind


def build(workspace: Workspace, context: JobContext) -> dict[str, Any]:
    return build_demo(workspace=workspace, on=ON, customers=CUSTOMERS, context=context)
