"""What a person sets for themselves."""

import pytest
from world import World

from lazo.kernel.models import Event
from lazo.kernel.operations.preferences import UnableToSetPreferences, set_preferences

pytestmark = pytest.mark.django_db


def test_only_what_changed_is_kept_and_told(world: World) -> None:
    for _ in range(2):
        set_preferences(user=world.ana, name=" Ana ", shortcuts=False, density="comfortable", by=world.ana)
    event = Event.objects.get()
    assert (event.detail.before, event.detail.after) == ({"shortcuts": True}, {"shortcuts": False})


@pytest.mark.parametrize(
    ("name", "density", "field", "code"),
    [
        (" ", "compact", "name", "no_name"),
        ("x" * 151, "compact", "name", "too_long"),
        ("Ana", "wide", "density", "unknown_density"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(world: World, name: str, density: str, field: str, code: str) -> None:
    with pytest.raises(UnableToSetPreferences) as refused:
        set_preferences(user=world.ana, name=name, shortcuts=True, density=density, by=world.ana)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert not Event.objects.exists()
