"""The numbers of the rules: kept in versions, used and remembered by runs, tried before they are saved."""

from dataclasses import asdict

import pytest
from mirrored import run_sync
from scored import ON, make_company
from world import World

from lazo.differentiate.models import CycleSettings, Score, ScoreRun
from lazo.differentiate.operations.cycle_settings import UnableToSaveCycleSettings, save_cycle_settings
from lazo.differentiate.operations.preview_settings import UnableToPreview, preview_settings
from lazo.differentiate.operations.score import run_score
from lazo.differentiate.positions.rule import RULES, rules_of
from lazo.differentiate.positions.thresholds import LIMITS, Thresholds, in_force, using
from lazo.differentiate.queries.cycle_settings import target_mix_now, thresholds_now
from lazo.differentiate.scoring.score_file import score_path
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo
from lazo.kernel.workspace import Workspace

MIX = {"ACQUIRE": 10, "KEEP": 30, "MAXIMIZE": 20, "LOYALTY": 30, "RETAIN": 10}


def save(world: World, version: int | None = None, mix: dict[str, int] | None = None, **numbers: float) -> str:
    return save_cycle_settings(thresholds=numbers, target_mix=mix or {}, version=version, by=world.diego)


def test_a_version_holds_what_was_changed_and_says_so(world: World) -> None:
    save(world, mix=MIX, overdue_from=1.5)
    assert thresholds_now() == Thresholds(overdue_from=1.5)
    assert target_mix_now() == MIX
    event = Event.objects.get(kind="cycle.settings_saved")
    assert event.data == {"changed": ["overdue_from", "target_mix"]}
    assert event.detail.before == {"overdue_from": 2.0, "target_mix": {}}
    assert event.detail.after == {"overdue_from": 1.5, "target_mix": MIX}


def test_the_same_again_is_no_version(world: World) -> None:
    assert save(world) == ""
    assert not CycleSettings.objects.exists()


def test_it_is_taken_back_unless_somebody_saved_since(world: World) -> None:
    token = save(world, overdue_from=1.5)
    undo(token=token, by=world.diego)
    assert thresholds_now() == Thresholds()
    later = save(world, CycleSettings.objects.latest("pk").pk, lost_days=400)
    save(world, CycleSettings.objects.latest("pk").pk, lost_days=500)
    with pytest.raises(UnableToUndo):
        undo(token=later, by=world.diego)
    assert thresholds_now().lost_days == 500


def test_two_people_do_not_overwrite_each_other(world: World) -> None:
    save(world, overdue_from=1.5)
    with pytest.raises(UnableToSaveCycleSettings) as refused:
        save(world, None, overdue_from=3)
    assert refused.value.code == "stale"


@pytest.mark.parametrize(
    ("numbers", "mix", "problems"),
    [
        ({"overdue_from": 0.5}, {}, {"overdue_from": "out_of_range"}),
        ({"lost_days": 99999, "habit_days": 1}, {}, {"lost_days": "out_of_range", "habit_days": "out_of_range"}),
        ({"overdue_from": 7}, {}, {"overdue_lost": "not_above"}),
        ({"moon": 1}, {}, {"moon": "out_of_range"}),
        ({}, {"KEEP": 99}, {"target_mix": "not_100"}),
        ({}, {"KEEP": 120, "RETAIN": -20}, {"target_mix": "not_100"}),
    ],
)
def test_what_makes_no_sense_is_refused(
    world: World, numbers: dict[str, float], mix: dict[str, int], problems: dict[str, str]
) -> None:
    with pytest.raises(UnableToSaveCycleSettings) as refused:
        save(world, mix=mix, **numbers)
    assert refused.value.problems == problems
    assert not CycleSettings.objects.exists()


def test_numbers_change_conditions_and_never_keys_or_order() -> None:
    other = rules_of(Thresholds(overdue_from=1.5, growth_rank=0.1))
    assert [(rule.key, rule.area, rule.sub_state) for rule in other] == [
        (rule.key, rule.area, rule.sub_state) for rule in RULES
    ]
    assert sum(a.condition != b.condition for a, b in zip(other, RULES, strict=True)) == 2
    assert asdict(Thresholds()).keys() == LIMITS.keys()
    with using(Thresholds(lost_days=100)):
        assert in_force().lost_days == 100
    assert in_force() == Thresholds()


@pytest.mark.django_db(transaction=True)
def test_a_run_uses_the_numbers_and_a_preview_says_before_what_it_will_find(world: World, workspace: Workspace) -> None:
    with pytest.raises(UnableToPreview):
        preview_settings(workspace=workspace, thresholds={}, context=NullContext())
    make_company(world, customers=150)
    run_sync(workspace)
    first = run_score(workspace=workspace, on=ON, by=world.diego, context=NullContext())
    assert ScoreRun.objects.get(pk=first.pk).thresholds == asdict(Thresholds())
    same = preview_settings(workspace=workspace, thresholds={}, context=NullContext())
    assert (same["moved"], same["ways"]) == (0, [])
    other = {"lost_days": 120, "overdue_lost": 3.0}
    said = preview_settings(workspace=workspace, thresholds=other, context=NullContext())
    assert said["customers"] == Score.objects.count()
    assert said["moved"] > 0
    assert sum(way["customers"] for way in said["ways"]) == said["moved"]
    whole = preview_settings(workspace=workspace, thresholds=other, context=NullContext(), rows_in_memory=0)
    assert said == whole
    areas = {row["area"]: (row["now"], row["then"]) for row in said["areas"]}
    assert {area: now for area, (now, _then) in areas.items() if now} == {
        area: Score.objects.filter(area=area).count() for area in Score.objects.values_list("area", flat=True)
    }
    assert sum(then for _now, then in areas.values()) == said["customers"]
    outside = {way["destination"]: way for way in said["ways"]}[""]
    before = Score.objects.filter(area="").count()
    assert not list(score_path(workspace, 1).parent.glob("run--*"))

    save(world, **other)
    second = run_score(workspace=workspace, on=ON, by=world.diego, context=NullContext())
    assert second.thresholds["lost_days"] == 120
    assert Score.objects.filter(area="").count() - before >= outside["customers"]
