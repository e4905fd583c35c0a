from django.db import migrations

FIELDS_AT_ONCE = 2_000


def remember_edits(apps, schema_editor):
    """What people edited before this table was there, as the events of their edits name it."""
    Event = apps.get_model("kernel", "Event")
    Party = apps.get_model("identify", "Party")
    HandWrittenField = apps.get_model("identify", "HandWrittenField")
    edits = Event.objects.filter(kind__in=["party.edited"], table="identify_party").order_by("id")
    rows = {}
    for event in edits.iterator(chunk_size=FIELDS_AT_ONCE):
        for field in event.data.get("fields", []):
            rows[event.row, field] = (event.by_id, event.at)
    known = set(Party.objects.filter(pk__in={party for party, _field in rows}).values_list("pk", flat=True))
    HandWrittenField.objects.bulk_create(
        [
            HandWrittenField(party_id=party, field=field, by_id=by, at=at)
            for (party, field), (by, at) in rows.items()
            if party in known
        ],
        batch_size=FIELDS_AT_ONCE,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('identify', '0004_written_by_hand'),
        ('kernel', '0001_initial'),
    ]

    operations = [migrations.RunPython(remember_edits, migrations.RunPython.noop)]
