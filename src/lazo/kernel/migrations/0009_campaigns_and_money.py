from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def administrators_may(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Who administers and sees everything answers for campaigns and money until somebody says otherwise: a few rows."""
    everything = apps.get_model("kernel", "Role").objects.filter(may_administer=True, scope="ALL")
    everything.update(may_campaign=True, may_see_money=True)


class Migration(migrations.Migration):
    dependencies = [("kernel", "0008_subscriptions")]

    operations = [
        migrations.AddField(
            model_name="role",
            name="may_campaign",
            field=models.BooleanField(
                db_default=False, default=False, help_text="makes, approves and launches campaigns and offers"
            ),
        ),
        migrations.AddField(
            model_name="role",
            name="may_see_money",
            field=models.BooleanField(
                db_default=False, default=False, help_text="sees and books what the company spends and earns"
            ),
        ),
        migrations.RunPython(administrators_may, migrations.RunPython.noop),
    ]
