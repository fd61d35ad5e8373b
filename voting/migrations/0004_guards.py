"""Triggers that refuse changes to an opened and to a counted vote."""

from django.db import migrations

from voting.migrations._first_guards import install, remove


class Migration(migrations.Migration):
    dependencies = [("voting", "0003_rule_presets")]

    operations = [migrations.RunPython(install, remove)]
