"""A workspace of an earlier version remembers which fields people had edited."""

from importlib import import_module

import pytest
from django.apps import apps
from world import World

from lazo.identify.models import HandWrittenField, Party
from lazo.kernel.events import record_event

pytestmark = pytest.mark.django_db


def test_the_fields_of_edits_that_were_made_before_are_hand_written(world: World) -> None:
    party = Party.objects.create(name="Abel", owner=world.ana)
    for fields, by in ((["city", "emails"], world.ana), (["city"], world.bruno)):
        record_event(kind="party.edited", by=by, table="identify_party", row=party.pk, data={"fields": fields})
    record_event(kind="party.edited", by=world.ana, table="identify_party", row=999, data={"fields": ["city"]})
    import_module("lazo.identify.migrations.0005_remember_edits").remember_edits(apps, None)
    rows = HandWrittenField.objects.order_by("field").values_list("party", "field", "by")
    assert list(rows) == [(party.pk, "city", world.bruno.pk), (party.pk, "emails", world.ana.pk)]
