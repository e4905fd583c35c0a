from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def administrators_may(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Who administers and sees everything answers for people's data until somebody says otherwise: a few rows."""
    apps.get_model("kernel", "Role").objects.filter(may_administer=True, scope="ALL").update(may_erase=True)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0005_event_of_kind")]

    operations = [
        migrations.AddField(
            model_name="role",
            name="may_erase",
            field=models.BooleanField(
                db_default=False, default=False, help_text="answers what people ask about their data"
            ),
        ),
        migrations.RunPython(administrators_may, migrations.RunPython.noop),
    ]
