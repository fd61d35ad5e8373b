"""Triggers that refuse changes to a signed report."""

from django.db import migrations

from core.guards import migration
from figures.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]

    operations = [migrations.RunPython(*migration(GUARDS))]
