"""`lazo wallet`, as a person types it."""

import pytest
from scored import make_company, score
from terminal import Lazo
from world import World, make_world

from lazo.differentiate.queries.wallet_settings import WalletFields, wallet_fields
from lazo.identify.operations.trait import define_trait, set_trait
from lazo.kernel.models import Job
from lazo.kernel.undo import undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.usefixtures("workspace")


@pytest.fixture
def company(transactional_db: None) -> World:
    return make_world()


def test_fields_are_said_and_shares_measured_at_once(lazo: Lazo, company: World, workspace: Workspace) -> None:
    made = make_company(company, customers=80)
    for name in ("Lugar", "Marcas"):
        define_trait(name=name, of="NUMBER", by=company.diego)
    for key, value in (("lugar", 2), ("marcas", 3)):
        set_trait(party=made.customers[0], key=key, value=value, by=company.diego)
    score(workspace)

    said = lazo("wallet", "--rank", "lugar", "--brands", "marcas", "--json")

    assert said.code == 0
    assert (said.json["fields"]["rank_field"], said.json["values"]["rank"]) == ("lugar", 1)
    assert wallet_fields() == WalletFields(rank_field="lugar", brands_field="marcas")
    assert [job.state for job in Job.objects.filter(kind="differentiate.wallet")] == [Job.State.DONE]
    assert "por su lugar entre las marcas" in lazo("wallet").out
    undo(token=said.json["undo"], by=company.diego)
    assert wallet_fields() == WalletFields()


def test_what_it_cannot_be_known_from_says_why(lazo: Lazo, company: World) -> None:
    said = lazo("wallet", "--rank", "lugar")
    assert said.code == 1
    assert "Esos campos no sirven" in said.err
    assert "rank_field: unknown_field" in said.err
    assert lazo("wallet", "--look-alikes", "--as-user", "ana@aurora.example").code == 1
    assert wallet_fields() == WalletFields()
