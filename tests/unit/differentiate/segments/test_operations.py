"""Segments made, edited, brought back and thrown away; what is refused says why and where."""

from typing import Any

import pytest
from segmented import LOYAL, MEXICO
from world import World

from lazo.analytics.segments.parsing import UnableToParseSegment, parse
from lazo.analytics.segments.vocabulary import FactFamily, FieldSpec, ValueType
from lazo.analytics.segments.writing import as_json
from lazo.differentiate.models import Segment, SegmentMember, SegmentVersion
from lazo.differentiate.operations.cards import rebuild_cards
from lazo.differentiate.operations.segment import (
    UnableToSaveSegment,
    UnableToUseAsAudience,
    audience_of,
    create_segment,
    edit_segment,
    offer_edit_undo,
    remove_segment,
    restore_version,
)
from lazo.differentiate.operations.segment_list import add_to_list, take_off_list
from lazo.differentiate.segments import rules
from lazo.differentiate.segments.rules import (
    UnableToRegisterFamily,
    catalogue,
    read_kept,
    register_family,
    register_field,
    vocabulary,
)
from lazo.identify.models import Party, TraitDefinition
from lazo.kernel.jobs import NullContext
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo
from lazo.kernel.workspace import Workspace

pytestmark = pytest.mark.django_db


def test_a_segment_has_a_key_of_its_name_and_a_version(world: World) -> None:
    made = create_segment(by=world.ana, name="  Fieles  de México ", definition=LOYAL, description="los de siempre")
    other = create_segment(by=world.ana, name="Fieles de México", definition=MEXICO)

    assert (made.key, other.key) == ("fieles-de-mexico", "fieles-de-mexico-2")
    assert (made.name, made.version, made.is_descriptive, other.is_descriptive) == ("Fieles de México", 1, False, True)
    kept = SegmentVersion.objects.get(segment=made)
    assert (kept.number, kept.definition, kept.description, kept.by) == (1, LOYAL, "los de siempre", world.ana)
    event = Event.objects.get(kind="segment.created", row=made.pk)
    assert (event.by, event.data) == (world.ana, {"kind": "RULES", "key": "fieles-de-mexico"})


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": " "}, "nameless"),
        ({"name": "x" * 121}, "too_long"),
        ({"name": "x", "description": "y" * 241}, "too_long"),
        ({"name": "x", "key": "Con Espacios"}, "bad_segment_key"),
        ({"name": "x", "key": "hay"}, "key_taken"),
    ],
)
def test_what_cannot_be_kept_is_refused(world: World, told: dict[str, Any], code: str) -> None:
    create_segment(by=world.ana, name="Hay", definition=MEXICO)

    with pytest.raises(UnableToSaveSegment) as refused:
        create_segment(by=world.ana, definition=MEXICO, **told)

    assert refused.value.code == code


def test_rules_that_cannot_be_read_say_where(world: World) -> None:
    with pytest.raises(UnableToParseSegment) as refused:
        create_segment(by=world.ana, name="x", definition={"all": [MEXICO, {"any": [{"field": "color", "in": ["a"]}]}]})

    assert (refused.value.path, refused.value.code) == ("all[1].any[0].field", "unknown_field")
    assert Segment.objects.count() == 0


def test_an_edit_is_a_version_and_can_be_taken_back(world: World) -> None:
    made = create_segment(by=world.ana, name="Fieles", definition=LOYAL)
    assert edit_segment(segment=made, by=world.ana, version=1, name="Fieles").version == 1

    changed = edit_segment(segment=made, by=world.ana, version=1, definition=MEXICO, name="De México")

    assert (changed.version, changed.name, changed.definition, changed.is_descriptive) == (2, "De México", MEXICO, True)
    assert Event.objects.get(kind="segment.edited").data == {"version": 2, "fields": ["name", "definition"]}
    token = offer_edit_undo(segment=changed, by=world.ana)
    assert undo(token=token, by=world.ana).restored == 1
    back = Segment.objects.get(pk=made.pk)
    assert (back.version, back.name, back.definition, back.is_descriptive) == (3, "Fieles", LOYAL, False)
    assert restore_version(segment=back, by=world.ana, number=2, version=3).definition == MEXICO
    with pytest.raises(UnableToSaveSegment, match="no_such_version"):
        restore_version(segment=back, by=world.ana, number=9, version=4)
    assert [row.number for row in SegmentVersion.objects.filter(segment=made).order_by("number")] == [1, 2, 3, 4]


def test_a_stale_edit_and_that_of_another_are_refused(world: World) -> None:
    made = create_segment(by=world.ana, name="Fieles", definition=LOYAL)
    edit_segment(segment=made, by=world.diego, version=1, name="De todos")

    with pytest.raises(UnableToSaveSegment) as stale:
        edit_segment(segment=made, by=world.ana, version=1, name="Otro")
    with pytest.raises(UnableToSaveSegment) as anothers:
        edit_segment(segment=made, by=world.carla, version=2, name="Mío")

    assert (stale.value.code, stale.value.params, anothers.value.code) == ("stale", {"version": 2}, "not_yours")


def test_segments_may_not_name_each_other_in_a_circle(world: World) -> None:
    one = create_segment(by=world.ana, name="uno", definition=MEXICO)
    create_segment(by=world.ana, name="dos", definition={"not": {"segment": "uno"}})

    with pytest.raises(UnableToSaveSegment) as refused:
        edit_segment(segment=one, by=world.ana, version=1, definition={"any": [MEXICO, {"segment": "dos"}]})
    with pytest.raises(UnableToSaveSegment) as named:
        remove_segment(segment=one, by=world.ana)

    assert (refused.value.code, refused.value.params["keys"]) == ("circle", "dos > uno > dos")
    assert (named.value.code, named.value.params) == ("is_named", {"keys": "dos"})


def test_a_removed_segment_comes_back_unless_its_key_was_given_away(world: World) -> None:
    made = create_segment(by=world.ana, name="Fieles", definition=LOYAL)
    token = remove_segment(segment=made, by=world.ana)
    assert not Segment.objects.live().exists()
    other = create_segment(by=world.ana, name="Fieles", definition=MEXICO)
    with pytest.raises(UnableToUndo):
        undo(token=token, by=world.ana)
    remove_segment(segment=other, by=world.ana)

    assert undo(token=remove_token(world), by=world.ana).restored == 1
    assert Segment.objects.live().get().pk == other.pk


def remove_token(world: World) -> str:
    from lazo.kernel.models import UndoOffer

    return UndoOffer.objects.filter(by=world.ana, used_at__isnull=True).order_by("-pk")[0].token


def test_who_only_describes_is_no_audience(world: World) -> None:
    TraitDefinition.objects.create(key="canal", name="Canal", type="TEXT", kind="DECLARED", package="custom")
    points = {"key": "loyalty.points", "name": "Puntos", "type": "NUMBER", "kind": "OBSERVED", "package": "loyalty"}
    TraitDefinition.objects.create(**points)
    survey = {"all": [MEXICO, {"trait": "canal", "in": ["Feria"]}, {"field": "age", "at_least": 30}]}
    described = create_segment(by=world.ana, name="Descritos", definition=survey)
    inside = create_segment(by=world.ana, name="Dentro", definition={"segment": "descritos"})
    earned = create_segment(by=world.ana, name="Con puntos", definition={"trait": "loyalty.points", "at_least": 1})
    mixed = create_segment(
        by=world.ana, name="Mezcla", definition={"all": [{"segment": "descritos"}, {"segment": "con-puntos"}]}
    )

    assert [one.is_descriptive for one in (described, inside, earned, mixed)] == [True, True, False, False]
    with pytest.raises(UnableToUseAsAudience):
        audience_of(described)
    assert audience_of(mixed) == mixed
    edit_segment(segment=described, by=world.ana, version=1, definition={"field": "clv", "at_least": 1})
    assert not Segment.objects.get(pk=inside.pk).is_descriptive


def test_a_list_takes_whom_one_sees_and_gives_them_back(world: World, workspace: Workspace) -> None:
    mine = [Party.objects.create(name=f"Ana {n}", owner=world.ana, team=world.north).pk for n in range(3)]
    theirs = Party.objects.create(name="De Carla", owner=world.carla, team=world.south).pk
    rebuild_cards(context=NullContext())
    listed = create_segment(by=world.ana, name="Feria", kind=Segment.Kind.LIST)

    added = add_to_list(segment=listed, by=world.ana, customers=[*mine, theirs, 10**9])
    again = add_to_list(segment=listed, by=world.ana, customers=mine)

    assert (added.customers, again.customers, again.undo) == (3, 0, "")
    assert set(SegmentMember.objects.values_list("party", flat=True)) == set(mine)
    taken = take_off_list(segment=listed, by=world.ana, customers=[mine[0], theirs])
    assert taken.customers == 1
    assert undo(token=taken.undo, by=world.ana).restored == 1
    assert undo(token=added.undo, by=world.ana).restored == 3
    assert SegmentMember.objects.count() == 0
    by_rules = create_segment(by=world.ana, name="Reglas", definition=MEXICO)
    for segment, by, code in ((by_rules, world.ana, "is_rules"), (listed, world.carla, "not_yours")):
        with pytest.raises(UnableToSaveSegment) as refused:
            add_to_list(segment=segment, by=by, customers=mine)
        assert refused.value.code == code


def test_rules_of_a_field_that_was_put_away_are_nobody(world: World) -> None:
    row = TraitDefinition.objects.create(key="canal", name="Canal", type="TEXT", kind="DECLARED", package="custom")
    made = create_segment(by=world.ana, name="Feria", definition={"trait": "canal", "in": ["Feria"]})
    assert made.key in catalogue().trees
    TraitDefinition.objects.filter(pk=row.pk).update(archived_at="2026-01-01T00:00:00Z")

    assert catalogue().trees == {}
    assert read_kept(made.definition, vocabulary()) is None


BAD: list[tuple[Any, str, str]] = [
    ([], "", "not_a_group"),
    ({"all": []}, "all", "empty"),
    ({"all": [MEXICO], "any": [MEXICO]}, "any", "unknown_key"),
    ({"not": 3}, "not", "not_a_group"),
    ({"color": 1}, "", "no_condition"),
    ({"segment": "nadie"}, "segment", "unknown_segment"),
    ({"field": "country"}, "", "no_test"),
    ({"field": "country", "in": ["MX"], "contains": "x"}, "contains", "wrong_test"),
    ({"field": "country", "at_least": 3}, "at_least", "wrong_test"),
    ({"field": "clv", "at_least": "3"}, "at_least", "not_a_number"),
    ({"field": "clv", "at_least": 2.5}, "at_least", "not_a_number"),
    ({"field": "clv", "at_least": 3, "at_most": 2}, "at_most", "upside_down"),
    ({"field": "kind", "in": ["ROBOT"]}, "in[0]", "unknown_choice"),
    ({"field": "strategic", "in": ["sí"]}, "in[0]", "not_a_flag"),
    ({"field": "city", "known": "sí"}, "known", "not_a_flag"),
    ({"trait": "nada", "known": True}, "trait", "unknown_trait"),
    ({"purchases": {"measure": "last"}}, "purchases.period", "missing"),
    ({"purchases": {"measure": "last", "at_least": 2}}, "purchases.at_least", "wrong_test"),
    ({"purchases": {"period": {"next_days": 3}}}, "purchases.period.next_days", "bad_period"),
    ({"purchases": {"period": {"last_days": 0}}}, "purchases.period.last_days", "out_of_range"),
    ({"purchases": {"period": {"from": "ayer"}}}, "purchases.period.from", "not_a_day"),
    (
        {"purchases": {"period": {"from": "2026-02-01", "before": "2026-01-01"}}},
        "purchases.period.before",
        "upside_down",
    ),
    ({"purchases": {"period": {}}}, "purchases.period", "bad_period"),
    ({"purchases": {"products": "A1"}}, "purchases.products", "not_a_list"),
    ({"interactions": {"measure": "amount", "at_least": 1}}, "interactions.measure", "unknown_choice"),
    ({"interactions": {"directions": ["UP"]}}, "interactions.directions[0]", "unknown_choice"),
    ({"sequence": {"first": {}, "days": 3}}, "sequence.then", "missing"),
    ({"movement": {"way": "entered"}}, "movement.areas", "missing"),
    ({"consent": {"purpose": "spam", "channel": "email"}}, "consent.purpose", "unknown_choice"),
    (
        {"any": [{"not": {"all": [MEXICO, {"field": "color", "known": True}]}}]},
        "any[0].not.all[1].field",
        "unknown_field",
    ),
]


@pytest.mark.parametrize(("definition", "path", "code"), BAD)
def test_a_wrong_definition_says_where_and_what(definition: Any, path: str, code: str) -> None:
    with pytest.raises(UnableToParseSegment) as refused:
        parse(definition, vocabulary())

    assert (refused.value.path, refused.value.code) == (path, code)


def test_too_deep_and_too_many_are_refused() -> None:
    deep: Any = MEXICO
    for _ in range(8):
        deep = {"not": deep}
    with pytest.raises(UnableToParseSegment, match="too_deep"):
        parse(deep, vocabulary())
    with pytest.raises(UnableToParseSegment, match="too_many"):
        parse({"all": [MEXICO] * 100}, vocabulary())


def test_packages_register_what_rules_may_speak_of_once() -> None:
    spec = FieldSpec("n_purchases", ValueType.NUMBER, "scores", "n_purchases")
    visits = FactFamily("visits", "visits", {"places": "place"})
    try:
        for _ in range(2):
            register_field(spec)
            register_family(visits, reader=lambda _family, _on: ())
        words = vocabulary(with_segments=False)
        assert (words.fields["n_purchases"], words.families["visits"], words.segments) == (spec, visits, None)
        assert as_json(parse({"visits": {"places": ["Cali"]}}, words)) == {
            "visits": {"at_least": 1, "places": ["Cali"]}
        }
        for other in (
            FieldSpec("n_purchases", ValueType.TEXT, "scores", "x"),
            FieldSpec("country", ValueType.TEXT, "scores", "x"),
        ):
            with pytest.raises(UnableToRegisterFamily):
                register_field(other)
        with pytest.raises(UnableToRegisterFamily):
            register_family(FactFamily("purchases", "visits", {}), reader=lambda _family, _on: ())
    finally:
        rules._fields.pop("n_purchases", None)
        rules._families.pop("visits", None)
        rules._readers.pop("visits", None)
