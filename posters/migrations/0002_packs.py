"""Posters printed at once share their words. Nothing could make a poster before: the tables are empty."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0004_people"),
        ("initiatives", "0003_hidden_photos"),
        ("municipalities", "0003_people"),
        ("voting", "0005_checks_of_presets"),
        ("posters", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name="PosterScan"),
        migrations.DeleteModel(name="Poster"),
        migrations.CreateModel(
            name="PosterPack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", core.models.PublicIdField()),
                ("what", models.CharField(max_length=90, verbose_name="what it is about")),
                ("when", models.CharField(max_length=90, verbose_name="by when")),
                ("how", models.CharField(max_length=90, verbose_name="how to take part")),
                ("whom", models.CharField(max_length=90, verbose_name="whom to ask")),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "community",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="poster_packs",
                        to="communities.communitypage",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="poster_packs",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="poster_packs",
                        to="municipalities.municipality",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="poster_packs",
                        to="voting.vote",
                    ),
                ),
            ],
            options={
                "verbose_name": "pack of posters",
                "verbose_name_plural": "packs of posters",
                "indexes": [models.Index(fields=["community", "-made_at"], name="posters_of_community")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("initiative", None), ("vote", None), _connector="OR"),
                        name="posters_about_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="posters_expire_after_making"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Poster",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", core.models.PublicIdField()),
                ("entrance", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="entrance")),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posters", to="posters.posterpack"
                    ),
                ),
            ],
            options={
                "verbose_name": "poster",
                "verbose_name_plural": "posters",
                "constraints": [
                    models.UniqueConstraint(fields=("pack", "entrance"), name="one_poster_per_entrance"),
                    models.UniqueConstraint(
                        condition=models.Q(("entrance", None)), fields=("pack",), name="one_poster_without_entrance"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PosterScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "poster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scans", to="posters.poster"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("poster", "day"), name="one_count_per_day")],
            },
        ),
    ]
