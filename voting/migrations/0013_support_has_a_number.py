"""A number of signatures has to be there: compared with an empty one, a check lets anything through."""

from django.db import migrations, models
from django.db.models import Q

from voting.guards import install, remove

HAS_NUMBER = ~Q(kind="support") | Q(needed__isnull=False, needed__gte=1)


class Migration(migrations.Migration):

    dependencies = [("voting", "0012_count_progress")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.RemoveConstraint(model_name="rulepreset", name="preset_of_support_has_a_number"),
        migrations.RemoveConstraint(model_name="vote", name="support_vote_has_a_number"),
        migrations.AddConstraint(
            model_name="rulepreset",
            constraint=models.CheckConstraint(
                condition=HAS_NUMBER,
                name="preset_of_support_has_a_number",
                violation_error_message="Say how many signatures are needed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(condition=HAS_NUMBER, name="support_vote_has_a_number"),
        ),
        migrations.RunPython(install, remove),
    ]
