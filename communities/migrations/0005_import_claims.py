from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("communities", "0004_people")]

    operations = [
        migrations.AddField("premisesimport", "checked_at", models.DateTimeField(null=True)),
        migrations.AddField("premisesimport", "claimed_until", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "premisesimport",
            models.UniqueConstraint(
                condition=models.Q(("state", "running")), fields=("municipality",), name="one_import_at_a_time"
            ),
        ),
    ]
