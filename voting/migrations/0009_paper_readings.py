"""A paper ballot remembers its print; beside the counted one there may be a reading that corrects it."""

import django.db.models.deletion
from django.db import migrations, models

from voting.guards import install, remove


class Migration(migrations.Migration):

    dependencies = [("voting", "0008_every_guard")]

    operations = [
        migrations.AddField(
            model_name='paperentry',
            name='slip',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='voting.slip'),
        ),
        migrations.RemoveConstraint(
            model_name='paperentry',
            name='one_paper_per_entry',
        ),
        migrations.AddConstraint(
            model_name='paperentry',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'differs'])), fields=('vote', 'entry'), name='one_paper_being_read'),
        ),
        migrations.AddConstraint(
            model_name='paperentry',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'counted')), fields=('vote', 'entry'), name='one_paper_counted_per_entry'),
        ),
        migrations.RunPython(install, remove),
    ]
