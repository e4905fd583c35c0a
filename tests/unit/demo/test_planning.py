"""What the company of the demo is preparing: by somebody who may, for segments that are there, waiting for another's word."""

from datetime import date, timedelta

import pytest

from lazo.demo.campaigning import campaigns
from lazo.demo.founding import found_fictitious_company
from lazo.demo.planning import plan_campaigns
from lazo.differentiate.operations.segment import create_segment
from lazo.interact.models import Campaign
from lazo.interact.queries.campaign_state import CampaignState, state_of
from lazo.kernel.models import User

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)


def test_one_waits_for_approval_and_one_is_a_draft() -> None:
    found_fictitious_company(on=ON, is_real=False, by=None)
    assert plan_campaigns(on=ON) == []
    boss = User.objects.get(email="andres.mejia@laceiba.example")
    for told in campaigns():
        create_segment(by=boss, name=told.segment, definition=told.definition)
    made = [Campaign.objects.whole().get(pk=one.pk) for one in plan_campaigns(on=ON)]
    assert [state_of(one) for one in made] == [CampaignState.WAITING, CampaignState.DRAFT]
    assert all(one.owner != boss and one.starts_on > ON for one in made)
    assert made[1].starts_on - made[0].starts_on < timedelta(days=7)
