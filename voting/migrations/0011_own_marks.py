"""Triggers anew: a mark is on the roll of its own vote, and a paper weighs what its mark's entry does."""

from django.db import migrations

from voting.guards import install, remove


class Migration(migrations.Migration):

    dependencies = [("voting", "0010_breakdown")]

    operations = [migrations.RunPython(install, remove)]
