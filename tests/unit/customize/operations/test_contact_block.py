"""Who was not contacted is kept, counted and seen by whoever sees the customer."""

from typing import Any

import numpy as np
import pytest
from contacted import MONDAY, say, somebody, wrote
from world import World

from lazo.customize.models import ContactBlock, ContactLimit, Decision, Experiment, Outcome
from lazo.customize.operations.contact_block import log_block, log_blocks
from lazo.customize.policy import may_contact, may_contact_many
from lazo.customize.policy.allotting import UNLIMITED, allot, places_left
from lazo.customize.queries.contact_block import RuleCount, block_counts, blocks_of, blocks_visible

pytestmark = pytest.mark.django_db
ASKED: dict[str, Any] = {"purpose": "marketing", "channel": "email", "when": MONDAY}
TOLD: dict[str, Any] = {"purpose": "marketing", "channel": "email", "on": MONDAY.date()}


def test_those_held_back_are_written_with_their_rule(world: World) -> None:
    allowed, silent, left = somebody(), somebody(purposes=()), somebody()
    say(left, state="WITHDRAWN")
    parties = [left.pk, allowed.pk, silent.pk]
    answers = may_contact_many(parties=parties, **ASKED)
    assert answers.counts() == {"withdrawn": 1, "no-consent": 1}
    assert log_blocks(parties=parties, answers=answers, **TOLD) == 2
    rows = ContactBlock.objects.order_by("pk").values_list("party", "rule", "country", "stage", "experiment", "on")
    assert list(rows) == [
        (left.pk, "withdrawn", "", "DECISION", None, MONDAY.date()),
        (silent.pk, "no-consent", "", "DECISION", None, MONDAY.date()),
    ]
    log_block(party=left.pk, answer=may_contact(party=left.pk, **ASKED), **TOLD)
    assert [row.stage for row in blocks_of(family=[left.pk])] == ["SEND", "DECISION"]


def test_blocks_of_an_experiment_are_counted_by_rule(world: World) -> None:
    sunday = MONDAY.replace(day=29)
    parties = [somebody().pk for _ in range(3)] + [somebody(purposes=()).pk]
    answers = may_contact_many(parties=parties, **{**ASKED, "when": sunday})
    made = Experiment.objects.create(key="nav", name="Navidad", kind="CAMPAIGN", purpose="marketing", salt=1)
    for _ in range(2):
        log_blocks(parties=parties, answers=answers, experiment=made.pk, **TOLD)
    assert block_counts(experiment=made.pk) == [
        RuleCount("co-2300-hours", "CO", "DECISION", 3),
        RuleCount("no-consent", "", "DECISION", 1),
    ]


def test_rows_of_a_customer_are_seen_by_who_sees_the_customer(world: World) -> None:
    mine, theirs = somebody(owner=world.ana), somebody()
    record = somebody(canonical=mine)
    for party in (mine, theirs, record):
        ContactBlock.objects.create(party=party.pk, rule="withdrawn", stage="SEND", **TOLD)
    seen = {
        user.name: [row.party for row in blocks_visible(user=user, filters={}, before=None, limit=9)]
        for user in (world.ana, world.carla, world.diego)
    }
    assert seen == {"Ana": [record.pk, mine.pk], "Carla": [], "Diego": [record.pk, theirs.pk, mine.pk]}
    assert [list(model.objects.visible_to(world.carla)) for model in (Decision, Outcome)] == [[], []]


def test_the_budget_goes_to_what_brings_most(world: World) -> None:
    one, two = somebody(), somebody()
    assert places_left(parties=np.array([one.pk]), **ASKED).tolist() == [UNLIMITED]
    ContactLimit.objects.create(kind="budget", most=2, days=30)
    wrote(two, on=MONDAY.date().replace(day=20))
    parties, expected = [one.pk, two.pk, one.pk, two.pk, one.pk], [100, 50, 300, 50, 200]
    assert allot(parties=parties, expected=expected, **ASKED).tolist() == [False, True, True, False, True]
    assert places_left(parties=np.array([one.pk, two.pk, 10**9]), **ASKED).tolist() == [2, 1, 2]
