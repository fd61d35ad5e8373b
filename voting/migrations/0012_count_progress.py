import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("voting", "0011_own_marks")]

    operations = [
        migrations.CreateModel(
            name="CountProgress",
            fields=[
                ("vote", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="counting", serialize=False, to="voting.vote")),
                ("worker", models.CharField(max_length=32)),
                ("until", models.DateTimeField()),
                ("papers", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField()),
            ],
        ),
    ]
