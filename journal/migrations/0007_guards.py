"""Triggers that make the journal append-only."""

from django.db import migrations

from core.guards import migration
from journal.guards import GUARDS


class Migration(migrations.Migration):
    dependencies = [("journal", "0006_seals_and_search")]

    operations = [migrations.RunPython(*migration(GUARDS))]
