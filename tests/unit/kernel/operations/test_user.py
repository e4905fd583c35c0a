import pytest
from world import PASSWORD, World

from lazo.kernel.models import Event, EventDetail, User
from lazo.kernel.operations.user import UnableToAddUser, UnableToSetPassword, add_user, close_user, set_password


def test_adding_a_user_leaves_an_event_without_their_address(world: World) -> None:
    user = add_user(email=" Eva@Aurora.example ", name="Eva", password="otra-clave-larga", by=world.diego)
    assert (user.email, user.name, user.is_active, user.check_password("otra-clave-larga")) == (
        "eva@aurora.example", "Eva", True, True,
    )  # fmt: skip
    event = Event.objects.get()
    assert (event.kind, event.by, event.row, event.data) == ("user.added", world.diego, user.pk, {})
    assert EventDetail.objects.get().after == {"email": "eva@aurora.example", "name": "Eva"}


def test_a_user_without_a_password_cannot_sign_in_yet(world: World) -> None:
    assert not add_user(email="eva@aurora.example", name="Eva", password=None, by=None).has_usable_password()


@pytest.mark.parametrize(("email", "code"), [("not an address", "bad_email"), ("ANA@aurora.example", "email_taken")])
def test_an_address_that_is_wrong_or_taken_is_refused(world: World, email: str, code: str) -> None:
    with pytest.raises(UnableToAddUser) as refused:
        add_user(email=email, name="Eva", password=None, by=None)
    assert refused.value.code == code
    assert (User.objects.count(), Event.objects.count()) == (4, 0)


def test_a_weak_password_is_refused_with_its_reasons(world: World) -> None:
    with pytest.raises(UnableToSetPassword) as refused:
        add_user(email="eva@aurora.example", name="Eva", password="password", by=None)
    assert len(refused.value.reasons) == 2
    assert User.objects.count() == 4


def test_a_new_password_replaces_the_old_one(world: World) -> None:
    set_password(user=world.ana, password="otra-clave-larga", by=world.diego)
    world.ana.refresh_from_db()
    assert (world.ana.check_password("otra-clave-larga"), world.ana.check_password(PASSWORD)) == (True, False)
    assert list(Event.objects.values_list("kind", "row")) == [("user.password_set", world.ana.pk)]


def test_closing_a_user_takes_their_access_once(world: World) -> None:
    close_user(user=world.ana, by=world.diego)
    close_user(user=world.ana, by=world.diego)
    world.ana.refresh_from_db()
    assert not world.ana.is_active
    assert list(Event.objects.values_list("kind", "row")) == [("user.closed", world.ana.pk)]
