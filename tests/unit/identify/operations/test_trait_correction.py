"""A guess put right: the declared value stands beside the inferred one, and can be taken back."""

from datetime import date
from typing import Any

import pytest
from world import World

from lazo.identify.models import Party, TraitDefinition, TraitValue
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.operations.trait import set_trait
from lazo.identify.operations.trait_correction import UnableToCorrectTrait, correct_trait
from lazo.identify.queries.traits import traits_of
from lazo.kernel.models import Event
from lazo.kernel.undo import UnableToUndo, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def abel(world: World) -> Party:
    return Party.objects.create(name="Abel", owner=world.ana)


def guess(world: World, party: Party, of: str, value: Any) -> None:
    add_custom_field(of=of, details=FieldDetails("Dato", choices=("Fina", "Gruesa")), by=world.diego)
    set_trait(party=party, key="dato", value=value, by=None, kind=TraitDefinition.Kind.INFERRED, confidence=0.8)


def read(party: Party) -> list[tuple[Any, str, bool, str]]:
    return [(one.value, one.kind, one.holds, one.by) for one in traits_of(party=party)]


def test_a_correction_stands_beside_the_guess_with_who_said_it(world: World, abel: Party) -> None:
    guess(world, abel, "CHOICE", "Gruesa")
    token = correct_trait(party=abel, key="dato", value="Fina", by=world.ana)
    assert read(abel) == [("Fina", "DECLARED", True, "Ana"), ("Gruesa", "INFERRED", False, "")]
    event = Event.objects.get(kind="trait.corrected")
    assert (event.by, event.row, event.data) == (
        world.ana, abel.pk, {"trait": "dato", "kind": "DECLARED", "source": None},
    )  # fmt: skip
    undo(token=token, by=world.ana)
    assert read(abel) == [("Gruesa", "INFERRED", True, "")]
    assert Event.objects.filter(kind="trait.correction_undone").count() == 1


def test_undo_puts_back_what_was_declared_before_unless_it_changed(world: World, abel: Party) -> None:
    guess(world, abel, "DATE", date(2020, 1, 1))
    correct_trait(party=abel, key="dato", value=date(2021, 2, 3), by=world.ana)
    second = correct_trait(party=abel, key="dato", value=date(2022, 5, 6), by=world.ana)
    undo(token=second, by=world.ana)
    assert read(abel)[0][0] == date(2021, 2, 3)
    third = correct_trait(party=abel, key="dato", value=None, by=world.ana)
    correct_trait(party=abel, key="dato", value=date(2023, 1, 1), by=world.diego)
    with pytest.raises(UnableToUndo, match=r"^changed_since$"):
        undo(token=third, by=world.ana)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [("dato", 7, "bad_value"), ("otro", "Fina", "nothing_inferred"), ("dato", "x" * 241, "bad_value")],
)
def test_what_cannot_be_corrected_says_why(world: World, abel: Party, key: str, value: Any, code: str) -> None:
    guess(world, abel, "CHOICE", "Gruesa")
    with pytest.raises(UnableToCorrectTrait, match=f"^{code}$"):
        correct_trait(party=abel, key=key, value=value, by=world.ana)
    assert TraitValue.objects.count() == 1


def test_another_team_corrects_nothing(world: World, abel: Party) -> None:
    guess(world, abel, "CHOICE", "Gruesa")
    with pytest.raises(UnableToCorrectTrait, match=r"^not_visible$"):
        correct_trait(party=abel, key="dato", value="Fina", by=world.carla)
    Party.objects.filter(pk=abel.pk).update(canonical=Party.objects.create(name="Otro", owner=world.ana))
    abel.refresh_from_db()
    with pytest.raises(UnableToCorrectTrait, match=r"^not_current$"):
        correct_trait(party=abel, key="dato", value="Fina", by=world.ana)
