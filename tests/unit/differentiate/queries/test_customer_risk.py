"""The levels of risk: the same customers with the database, with the snapshot and on the page of each."""

import pytest
from listed import add_party, add_score, make_list
from world import World

from lazo.differentiate.models import ScoreRun
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.differentiate.queries.customer_facets import facet_counts
from lazo.differentiate.queries.customer_filter import RISK
from lazo.differentiate.queries.customer_list import customer_list, matching
from lazo.differentiate.queries.customer_question import ListQuestion
from lazo.kernel.jobs import NullContext

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("p_alive", "level"), [(0.81, "low"), (0.8, "medium"), (0.6, "medium"), (0.59, "high")])
def test_twenty_percent_is_medium_and_forty_still_is(world: World, p_alive: float, level: str) -> None:
    make_list(world)
    borderline = add_party("Frontera", country="CO", owner=world.ana, team=world.north)
    add_score(borderline, ScoreRun.objects.get(is_current=True), p_alive=p_alive, area="KEEP")
    rebuild_cards(context=NullContext())
    asked = {one: ListQuestion(text="frontera", risks=(one,)) for one in RISK}
    for one, question in asked.items():
        assert [row.name for row in customer_list(user=world.diego, question=question).rows] == ["Frontera"] * (
            one == level
        )
        assert matching(user=world.diego, question=question).count() == (one == level)
    assert facet_counts(user=world.diego, question=ListQuestion(text="frontera")).counts["risks"] == {level: 1}
