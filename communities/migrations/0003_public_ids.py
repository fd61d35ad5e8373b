"""Random public names, so that no address shows how many rows there are."""

from django.db import migrations, models

import core.models
import core.text


def name_rows(apps, schema_editor):
    """Give each row a name of its own: the field's default would give all of them the same."""
    for name in ("activistrole", "membership"):
        model = apps.get_model("communities", name)
        for row in model.objects.filter(public_id=None).only("pk").iterator():
            model.objects.filter(pk=row.pk).update(public_id=core.text.public_id())


class Migration(migrations.Migration):
    # PostgreSQL refuses to alter a table whose rows were changed in the same transaction.
    atomic = False

    dependencies = [("communities", "0002_initial")]

    operations = [
        migrations.AddField("activistrole", "public_id", models.CharField(max_length=10, null=True)),
        migrations.AddField("membership", "public_id", models.CharField(max_length=10, null=True)),
        migrations.RunPython(name_rows, migrations.RunPython.noop),
        migrations.AlterField("activistrole", "public_id", core.models.PublicIdField()),
        migrations.AlterField("membership", "public_id", core.models.PublicIdField()),
        migrations.AddField(
            "communitypage", "house_number", models.PositiveIntegerField(editable=False, null=True)
        ),
    ]
