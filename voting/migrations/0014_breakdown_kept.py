"""Triggers anew: what is shown by entrance and by channel is written at counting, and stays."""

from django.db import migrations

from voting.guards import install, remove


class Migration(migrations.Migration):

    dependencies = [("voting", "0013_support_has_a_number")]

    operations = [migrations.RunPython(install, remove)]
