"""Stories 1 and 3 of the domain: a campaign written in the browser, and what it brought read to the unit."""

from datetime import timedelta
from typing import Any

import pytest
from campaigned import BOUGHT, make_template
from web.browsing import client_of, page
from world import World

from lazo.customize.models import Decision, Experiment, Outcome
from lazo.customize.operations.experiment import arms_of
from lazo.differentiate.operations.segment import create_segment
from lazo.interact.models import Campaign, CampaignStep, ChannelAccount
from lazo.kernel.models import Company
from lazo.kernel.today import company_today

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


def written(world: World, **changes: Any) -> Campaign:
    """A campaign from the form, launched."""
    create_segment(by=world.diego, name="Compran", definition=BOUGHT)
    ChannelAccount.objects.create(channel="email", provider="smtp", name="Correo", options={})
    told = {
        "name": "Historia", "segment": "compran", "area": "MAXIMIZE", "purpose": "marketing", "control": "20", "metric": "purchase",
        "window_days": "60", "repeats": "ONCE", "lane": "1", "arms": "1", "channel_1": "email", "arm_0_name": "Carta",
        "arm_0_weight": "1", "arm_0_email": str(make_template().pk), "hacer": "guardar",
    }  # fmt: skip
    client = client_of(world.diego)
    answer = client.post("/campanas/nueva", told | changes)
    assert answer.status_code == 302
    campaign = Campaign.objects.get()
    client.post(f"/campanas/{campaign.pk}/lanzamiento")
    assert CampaignStep.objects.get().kind == "LAUNCHED"
    return campaign


def happened(campaign: Campaign, *, treated: int, control: int, did: int, control_did: int, metric: str) -> None:
    """Exactly so many in each group, and exactly so many of each who did it."""
    on = company_today() - timedelta(days=campaign.experiment.window_days)
    arms = {arm.is_control: arm for arm in arms_of(campaign.experiment)}
    groups = [(arms[False], 1, treated, did), (arms[True], treated + 1, control, control_did)]
    for arm, first, count, successes in groups:
        parties = range(first, first + count)
        Decision.objects.bulk_create(
            Decision(experiment=campaign.experiment, party=party, arm=arm, on=on) for party in parties
        )
        Outcome.objects.bulk_create(
            Outcome(experiment=campaign.experiment, party=party, name=metric, on=on, key=str(party))
            for party in parties[:successes]
        )
    told = {"metric": metric, "started_on": on, "ends_on": on + timedelta(days=campaign.experiment.window_days)}
    Experiment.objects.filter(pk=campaign.experiment_id).update(**told)


def test_a_bank_in_colombia(world: World) -> None:
    """336 cards (230 to 442), 104,160,000 gross, 25,200,000 cost, net 78,960,000, ROI 313 %."""
    campaign = written(world, arm_0_cost="900", unit_margin="310.000", base="1,9", effect="1,2")
    happened(campaign, treated=28_000, control=7_000, did=868, control_did=133, metric="card")
    html = page(world.diego, f"/campanas/{campaign.pk}/resultados")
    assert f"<b>Trajo ${NBSP}104,2{NBSP}M que sin campaña no habrían llegado</b>" in html
    assert f"entre ${NBSP}71,3{NBSP}M y ${NBSP}137{NBSP}M, frente a 7.000 personas sin contacto." in html
    assert f"Costó ${NBSP}25,2{NBSP}M: quedan ${NBSP}79{NBSP}M. 4,1 por cada peso gastado." in html
    from lazo.web.campaign_results import readout_of

    campaign = Campaign.objects.whole().get(pk=campaign.pk)
    whole = readout_of(campaign, user=world.diego, on=company_today()).whole
    assert whole is not None
    assert whole.result is not None
    assert whole.done.extra == 336
    assert (round(whole.done.extra_low), round(whole.done.extra_high)) == (230, 442)
    result = whole.result
    assert (result.gross, result.cost, result.net) == (104_160_000_00, 25_200_000_00, 78_960_000_00)
    assert result.roi is not None
    assert round(result.roi * 100) == 313


def test_a_retailer_in_mexico(world: World) -> None:
    """180 (67 to 293), net MXN 27,800; «mujeres 25-34» alone is refused as an audience."""
    Company.objects.update(country="MX", currency="MXN")
    campaign = written(world, area="KEEP", arm_0_cost="2.5", unit_margin="210")
    happened(campaign, treated=4_000, control=1_000, did=980, control_did=200, metric="second-purchase")
    from lazo.web.campaign_results import readout_of

    campaign = Campaign.objects.whole().get(pk=campaign.pk)
    whole = readout_of(campaign, user=world.diego, on=company_today()).whole
    assert whole is not None
    assert whole.result is not None
    assert whole.done.extra == 180
    assert (round(whole.done.extra_low), round(whole.done.extra_high)) == (67, 293)
    assert (whole.result.gross, whole.result.cost, whole.result.net) == (37_800_00, 10_000_00, 27_800_00)
    assert "Costó $10,000: quedan $27,800." in page(world.diego, f"/campanas/{campaign.pk}/resultados")

    women = {"all": [{"field": "country", "in": ["MX"]}, {"field": "age", "at_least": 25, "at_most": 34}]}
    create_segment(by=world.diego, name="Mujeres 25 a 34", key="mujeres", definition=women)
    told = {"segment": "mujeres", "name": "x", "hacer": "guardar", "arms": "1", "channel_1": "email"}
    numbers = client_of(world.diego).post("/campanas/cifras", told).content.decode()
    assert "«Mujeres 25 a 34» solo describe quiénes son las personas." in numbers
    assert "agrega al segmento una regla de conducta, valor o relación" in numbers
