"""A link is good once, for its person, for a week, while their access is open."""

from datetime import timedelta

import pytest
from world import PASSWORD, World

from lazo.kernel.models import Event, User
from lazo.kernel.operations.invitation import (
    TOKENS,
    UnableToAcceptInvitation,
    accept_invitation,
    invited_user,
    make_invitation,
)
from lazo.kernel.operations.user import UnableToSetPassword

pytestmark = pytest.mark.django_db


def test_it_sets_the_password_and_is_spent(world: World) -> None:
    token = make_invitation(user=world.ana, by=world.diego)
    assert invited_user(number=world.ana.pk, token=token) == world.ana
    accept_invitation(number=world.ana.pk, token=token, password="otra clave larga")
    assert User.objects.get(pk=world.ana.pk).check_password("otra clave larga")
    with pytest.raises(UnableToAcceptInvitation):
        accept_invitation(number=world.ana.pk, token=token, password=PASSWORD)
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["user.invited", "user.password_set", "user.came_in"]


def test_a_weak_password_does_not_spend_it(world: World) -> None:
    token = make_invitation(user=world.ana, by=world.diego)
    with pytest.raises(UnableToSetPassword):
        accept_invitation(number=world.ana.pk, token=token, password="corta")
    assert invited_user(number=world.ana.pk, token=token) == world.ana


@pytest.mark.parametrize("wrong", ["", "nada", "x-y", "-", "zzzzzzzzzzzzzzzzzz-1"])
def test_a_forged_one_opens_nothing(world: World, wrong: str) -> None:
    with pytest.raises(UnableToAcceptInvitation):
        invited_user(number=world.ana.pk, token=wrong)


def test_it_is_its_persons_alone_and_ends(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    token = make_invitation(user=world.ana, by=world.diego)
    with pytest.raises(UnableToAcceptInvitation):
        invited_user(number=world.bruno.pk, token=token)
    now = TOKENS._now()
    monkeypatch.setattr(TOKENS, "_now", lambda: now + timedelta(days=7, seconds=2))
    with pytest.raises(UnableToAcceptInvitation):
        invited_user(number=world.ana.pk, token=token)
