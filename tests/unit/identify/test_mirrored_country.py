"""The warehouse has the country that holds of all records of a customer, and follows when another record says a new one."""

import pytest
from mirrored import mirrored, run_sync
from world import World

from lazo.identify.mirror import PARTIES
from lazo.identify.models import GoldenRecord, Party
from lazo.identify.operations.merge import merge_parties
from lazo.identify.operations.party import edit_party
from lazo.kernel.changes import note_change
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db(transaction=True)


def countries(workspace: Workspace) -> dict[int, str]:
    place = [column.name for column in PARTIES.columns].index("country")
    return {row[0]: row[place] for row in mirrored(workspace, "parties")}


def test_the_country_of_a_customer_is_the_one_that_holds(world: World, workspace: Workspace) -> None:
    one = Party.objects.create(name="Ana", folded_name="ana", owner=world.ana)
    other = Party.objects.create(name="Anita", folded_name="anita", owner=world.ana, country="PE")
    note_change(table="parties", operation="A", row_from=one.pk, row_to=other.pk)
    run_sync(workspace)
    merge_parties(one=one, other=other, by=world.ana)
    assert GoldenRecord.objects.get(customer=one).country == "PE"
    run_sync(workspace)
    assert countries(workspace) == {one.pk: "PE", other.pk: "PE"}
    customer = Party.objects.get(pk=one.pk)
    edit_party(party=customer, version=customer.version, changes={"country": "CL"}, by=world.ana)
    run_sync(workspace)
    assert countries(workspace)[one.pk] == "CL"
