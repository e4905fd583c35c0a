"""`lazo experiment uplift` from the terminal."""

import pytest
from experimented import END, Group, begin, fill
from mirrored import run_sync
from terminal import Lazo
from uplifted import card_apart
from world import make_world

from lazo.differentiate.models import Segment
from lazo.kernel.workspace import Workspace
from lazo.measure.models import UpliftStudy


@pytest.mark.django_db(transaction=True)
def test_whom_it_changes_is_learned_told_and_kept(workspace: Workspace, lazo: Lazo) -> None:
    world = make_world()
    experiment = begin(world.diego)
    fill(experiment, {"a": Group(60, 20), "control": Group(40, 5)})
    run_sync(workspace)
    learned = lazo("experiment", "uplift", experiment.key, "--json").json["arms"]["a"]
    assert (learned["code"], learned["needed"]) == ("too_few", 100)
    assert "no alcanza para saberlo" in lazo("experiment", "uplift", experiment.key).out
    card, numbers = card_apart()
    UpliftStudy.objects.update(code="", card=card, numbers=numbers)
    assert "a una parte" in lazo("experiment", "uplift", experiment.key).out
    kept = lazo("experiment", "uplift", experiment.key, "--segment", "--json").json["arms"]["a"]
    assert Segment.objects.get(key=kept["segment"]).definition["at_least"] == 12.5
    assert kept["customers"] == 0
    assert "No hay un experimento con esa clave" in lazo("experiment", "uplift", "nada").err
    experiment.ends_on = END.replace(year=2099)
    experiment.save()
    refused = lazo("experiment", "uplift", experiment.key, "--learn")
    assert "Hace falta que el experimento termine" in refused.err
