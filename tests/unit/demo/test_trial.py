"""What the fictitious company tried: the truth that was planted is what its experiment finds, and asking again gives the same."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from mirrored import run_sync
from scored import ON, make_company
from world import World

from lazo.customize.models import ContactBlock, Decision, MoneyEntry
from lazo.demo.campaigning import begin_campaign, campaigns, close_account, mail_account, run_campaign
from lazo.demo.spending import MONTHS, PESOS, book_spending
from lazo.demo.trial import buyers_of_a_year, run_trial
from lazo.demo.truth import trial_truth, write_trial_truth
from lazo.identify.models import Interaction, Purchase
from lazo.interact.models import ChannelAccount, Message
from lazo.interact.queries.campaigns import campaign_lines
from lazo.kernel.workspace import Workspace
from lazo.measure.queries.readout import read_experiment

pytestmark = pytest.mark.django_db


def test_the_planted_effect_is_inside_the_interval_that_is_measured(
    transactional_db: None, world: World, workspace: Workspace
) -> None:
    make_company(world, customers=400)
    told = campaigns()[0]
    trial = replace(told.trial, uplift=0.5)
    people = buyers_of_a_year(ON - timedelta(days=trial.days_ago))
    account = mail_account(world.diego)
    campaign = begin_campaign(told, account=account, by=world.diego, on=ON)
    experiment = campaign.experiment
    truth = run_trial(trial, experiment=experiment, parties=people, on=ON, seed=3, by=world.diego)
    run_sync(workspace)

    assert Decision.objects.filter(experiment=experiment).count() == truth.decided == len(people)
    assert Interaction.objects.filter(direction="OUT", kind="marketing").count() == truth.treated
    assert Purchase.objects.filter(external_id__startswith="cosecha-nueva-de-huila-").count() == truth.caused > 30
    assert sorted(MoneyEntry.objects.values_list("category", flat=True)) == ["agent", "message"]
    experiment.refresh_from_db()
    readout = read_experiment(experiment=experiment, on=ON)
    assert readout.is_final
    assert readout.whole is not None
    assert readout.whole.done.low < truth.effect < readout.whole.done.high
    write_trial_truth(workspace.files, [truth])
    assert trial_truth(workspace.files)[experiment.key]["effect"] == truth.effect

    run_campaign(campaign, account=account, blocked=people[:7], truth=truth, by=world.diego, other=world.ana)
    close_account(account, world.diego)
    (line,) = campaign_lines(user=world.diego).lines
    assert (line.state, line.reached, line.control) == ("ENDED", truth.treated, truth.decided - truth.treated)
    assert Message.objects.filter(experiment=experiment.pk, state="SENT").count() == truth.treated
    assert ContactBlock.objects.filter(experiment=experiment, rule="no-consent").count() == 7
    assert not ChannelAccount.objects.in_use().exists()


def test_spending_is_booked_once_a_month_and_area(world: World) -> None:
    for _twice in range(2):
        book_spending(customers=1_000, on=date(2026, 3, 31), by=world.diego)
    rows = MoneyEntry.objects.filter(key__startswith="demo:spending:")
    assert rows.count() == MONTHS * len(PESOS)
    assert sorted(set(rows.values_list("on", flat=True)))[:2] == [date(2025, 10, 31), date(2025, 11, 30)]
    assert rows.get(on=date(2026, 3, 31), category="media").amount == 1_190_000 * 100


def test_a_buyer_of_the_year_is_a_person_who_bought_before_the_day(world: World) -> None:
    assert buyers_of_a_year(date(2020, 1, 1)) == []
