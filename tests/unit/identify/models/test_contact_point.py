from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from world import World

from lazo.identify.models import ContactPoint, Party

pytestmark = pytest.mark.django_db


def point(party: Party, value: str, **columns: object) -> ContactPoint:
    return ContactPoint.objects.create(party=party, kind="EMAIL", value=value, key=value, **columns)


def test_state_is_in_doubt_while_it_looks_wrong_and_nothing_proved_it_right(world: World) -> None:
    party = Party.objects.create(name="Abel", owner=world.ana)
    rows = [
        (point(party, "a@x.cl"), "USABLE"),
        (point(party, "b@gmial.com", is_likely=False), "DOUBTFUL"),
        (point(party, "c@gmial.com", is_likely=False, health_why="REPLIED"), "USABLE"),
        (point(party, "d@x.cl", health="DOUBTFUL", health_why="SOFT_BOUNCE"), "DOUBTFUL"),
        (point(party, "e@x.cl", health="DEAD", health_why="WRONG_PERSON"), "DEAD"),
    ]
    for row, state in rows:
        row.refresh_from_db()
        assert row.state == state
    by_state = {"USABLE": "usable", "DOUBTFUL": "doubtful", "DEAD": "dead"}
    for state, adjective in by_state.items():
        found = getattr(ContactPoint.objects, adjective)().order_by("pk")
        assert list(found) == [row for row, told in rows if told == state]
    assert ContactPoint.objects.identifying().count() == 4


def test_addresses_of_one_mailbox_get_one_key_when_an_older_workspace_comes_in(world: World) -> None:
    one, other = (Party.objects.create(name=name, owner=world.ana) for name in ("Abel", "Bea"))
    for party, value in (
        (one, "a.b@gmail.com"),
        (one, "ab+x@gmail.com"),
        (one, "a.c@googlemail.com"),
        (other, "ab@gmail.com"),
        (other, "a.b@gmail.com"),
        (other, "a.b@x.cl"),
        (other, "+z@gmail.com"),
    ):
        point(party, value)
    migration = import_module("lazo.identify.migrations.0008_contact_evidence")
    migration.join_mailboxes(apps, connection.schema_editor())
    told = list(ContactPoint.objects.order_by("pk").values_list("value", "key"))
    assert told == [
        ("a.b@gmail.com", "ab@gmail.com"),
        ("ab+x@gmail.com", "ab+x@gmail.com"),
        ("a.c@googlemail.com", "ac@gmail.com"),
        ("ab@gmail.com", "ab@gmail.com"),
        ("a.b@gmail.com", "a.b@gmail.com"),
        ("a.b@x.cl", "a.b@x.cl"),
        ("+z@gmail.com", "+z@gmail.com"),
    ]
