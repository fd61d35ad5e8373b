"""The author of a hidden photo may ask the town to show it again, once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_people_who_left")]

    operations = [
        migrations.AddField("initiativephoto", "appealed_at", models.DateTimeField(null=True)),
        migrations.AddField("initiativephoto", "appeal_text", models.CharField(blank=True, max_length=500, default=""),
                            preserve_default=False),
        migrations.AddField("initiativephoto", "appeal_decided_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            model_name="initiativephoto",
            constraint=models.CheckConstraint(
                condition=models.Q(("appeal_decided_at", None), ("appealed_at__isnull", False), _connector="OR"),
                name="photo_appeal_was_made",
            ),
        ),
    ]
