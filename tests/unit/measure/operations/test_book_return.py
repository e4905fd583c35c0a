"""Returns go into the ledger once, when an experiment has ended."""

from datetime import timedelta

import pytest
from experimented import DAYS, START, Group, begin, fill, retailer
from world import World

from lazo.customize.models import Experiment, MoneyEntry
from lazo.kernel.jobs import NullContext
from lazo.kernel.workspace import Workspace
from lazo.measure.jobs import book_returns, returns_are_due
from lazo.measure.operations.book_return import UnableToBookReturn, book_return, returns_due
from lazo.measure.queries.ledger import Money, ledger

END = START + timedelta(days=DAYS - 1)


@pytest.mark.django_db
def test_the_return_is_booked_once_with_its_interval(world: World, workspace: Workspace) -> None:
    experiment = retailer(world.diego)
    entry = book_return(experiment=experiment, on=END, by=world.diego)
    again = book_return(experiment=experiment, on=END + timedelta(days=5), by=None)
    assert entry.pk == again.pk
    assert (entry.on, entry.area, entry.kind, entry.method, entry.base_amount) == (
        END,
        "KEEP",
        "SALES_GAIN",
        "CONTROLLED",
        3_780_000,
    )
    assert entry.evidence == {
        "metric": "again",
        "until": END.isoformat(),
        "treated": 4_000,
        "control": 1_000,
        "difference": pytest.approx(0.045),
        "error": pytest.approx(0.01436, abs=1e-5),
        "variance_taken": 0.0,
    }
    assert ledger(first=START, until=END + timedelta(days=1)).returned("KEEP") == Money(
        3_780_000, entry.low, entry.high, 1
    )


@pytest.mark.django_db
def test_a_saving_is_booked_as_one(world: World, workspace: Workspace) -> None:
    experiment = retailer(world.diego)
    experiment.planned = {"saves": True}
    experiment.save()
    assert book_return(experiment=experiment, on=END, by=None).kind == "COST_SAVING"


@pytest.mark.django_db
def test_what_cannot_be_booked_says_why(world: World, workspace: Workspace) -> None:
    experiment = begin(world.diego)
    fill(experiment, {"a": Group(10, 5)})
    for on, code in ((END - timedelta(days=1), "not_final"), (END, "no_control")):
        with pytest.raises(UnableToBookReturn, match=code):
            book_return(experiment=experiment, on=on, by=None)
    fill(experiment, {"control": Group(10, 5)}, first=500)
    with pytest.raises(UnableToBookReturn, match="no_money"):
        book_return(experiment=experiment, on=END, by=None)


@pytest.mark.django_db
def test_the_job_books_what_is_due_and_leaves_the_rest(world: World, workspace: Workspace) -> None:
    retailer(world.diego)
    untold = begin(world.diego)
    fill(untold, {"a": Group(10, 5), "control": Group(10, 5)})
    later = begin(world.diego, key="luego")
    Experiment.objects.filter(pk=later.pk).update(ends_on=END + timedelta(days=9_999))
    assert [one.key for one in returns_due(on=END + timedelta(days=1))] == ["bienvenida", "tarjeta"]
    assert returns_are_due()
    assert book_returns(NullContext()) == {"booked": 1, "waiting": 1}
    assert MoneyEntry.objects.count() == 1
    assert book_returns(NullContext()) == {"booked": 0, "waiting": 1}
