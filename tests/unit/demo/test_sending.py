"""What the demo writes to its customers: through the product's own sender, on a working day, and never out of the machine."""

from datetime import date

import pytest
from outboxed import customers
from world import make_world

from lazo.demo.company import PEOPLE
from lazo.demo.sending import DRY_RUN, write_messages
from lazo.identify.models import Party
from lazo.interact.models import ChannelAccount, Message
from lazo.kernel.models import User
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db
SUNDAY = date(2026, 11, 29)


def test_the_demo_has_letters_a_dry_run_and_doubts(workspace: Workspace) -> None:
    assert workspace.exists()
    world = make_world()
    User.objects.filter(pk=world.diego.pk).update(email=PEOPLE[0].email)
    customers(60)
    Party.objects.filter(pk__in=Party.objects.order_by("pk").values("pk")[:3]).update(address="Calle 10 # 4-12")
    assert write_messages(on=SUNDAY) == {"sent": 18, "failed": 5}
    assert set(ChannelAccount.objects.in_use().values_list("channel", flat=True)) == {"file", "letter"}
    states = Message.objects.filter(account__name=DRY_RUN).values_list("state", flat=True)
    assert sorted(set(states)) == ["DOUBTFUL", "FAILED", "QUEUED", "SENT"]
    assert {row.sent_at.date() for row in Message.objects.filter(sent_at__isnull=False) if row.sent_at} == {
        date(2026, 11, 27)
    }
    assert write_messages(on=SUNDAY) == {}
