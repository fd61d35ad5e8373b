import core.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("communities", "0007_revocation_reasons"),
        ("core", "0002_photo_names"),
        ("municipalities", "0003_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", core.models.PublicIdField()),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="what has to be done")),
                ("text", models.TextField(blank=True, max_length=3000, verbose_name="details")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("appeal", "Message"),
                            ("meeting", "Meeting"),
                            ("initiative", "Initiative"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("origin_url", models.CharField(blank=True, max_length=200)),
                ("origin_title", models.CharField(blank=True, max_length=200)),
                ("is_public", models.BooleanField(default=True)),
                ("is_personal", models.BooleanField(default=False, verbose_name="under the head's personal control")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "Given"),
                            ("accepted", "Accepted"),
                            ("in_progress", "In progress"),
                            ("reported", "Being checked"),
                            ("returned", "Returned for rework"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="issued",
                        max_length=12,
                    ),
                ),
                ("issued_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("first_due_at", models.DateTimeField()),
                ("is_overdue_noted", models.BooleanField(default=False)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("reported_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closing_note", models.CharField(blank=True, max_length=500, verbose_name="note of the controller")),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "co_executors",
                    models.ManyToManyField(
                        blank=True,
                        related_name="co_assignments",
                        to="municipalities.department",
                        verbose_name="co-executors",
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="communities.communitypage",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="municipalities.department",
                        verbose_name="executor",
                    ),
                ),
                (
                    "executor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person in charge",
                    ),
                ),
                (
                    "issued_by",
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
                        related_name="assignments",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["municipality", "due_at", "id"],
                        name="assignment_urgency",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["department", "due_at", "id"],
                        name="assignment_department",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["community", "due_at", "id"],
                        name="assignment_community",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["municipality", "source", "due_at", "id"],
                        name="assignment_source",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None), ("is_personal", True)),
                        fields=["municipality", "due_at", "id"],
                        name="assignment_personal",
                    ),
                    models.Index(fields=["municipality", "state", "due_at", "id"], name="assignment_state"),
                    models.Index(fields=["department", "state", "due_at"], name="assignment_of_department"),
                    models.Index(fields=["municipality", "closed_at", "id"], name="assignment_closed"),
                    models.Index(fields=["community", "state", "due_at"], name="assignment_of_community"),
                    models.Index(fields=["executor", "state", "due_at"], name="assignment_executor"),
                    models.Index(
                        condition=models.Q(("closed_at", None), ("is_overdue_noted", False)),
                        fields=["due_at"],
                        name="assignment_not_noted",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "number"), name="one_assignment_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("first_due_at__gt", models.F("issued_at"))),
                        name="assignment_due_after_issue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state__in", ["done", "cancelled"])),
                            models.Q(
                                models.Q(("state__in", ["done", "cancelled"]), _negated=True), ("closed_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="closed_assignment_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            models.Q(("closing_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="cancelled_assignment_has_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["reported", "done"]), _negated=True),
                            ("reported_at__isnull", False),
                            _connector="OR",
                        ),
                        name="reported_assignment_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExecutionReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=3000, verbose_name="what was done")),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Being checked"),
                            ("accepted", "Accepted"),
                            ("returned", "Returned for rework"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("disputed_at", models.DateTimeField(null=True)),
                ("dispute_reason", models.CharField(blank=True, max_length=1000)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="assignments.assignment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("outcome", "waiting")),
                            models.Q(models.Q(("outcome", "waiting"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_decided_or_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disputed_at", None), ("outcome", "accepted"), _connector="OR"),
                        name="disputed_report_was_accepted",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "waiting")), fields=("assignment",), name="one_waiting_report"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("was_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(verbose_name="new term")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField()),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="assignments.assignment",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_at__gt", models.F("was_due_at"))), name="extension_is_later"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="extension_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtensionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", core.models.PublicIdField()),
                ("due_at", models.DateTimeField(verbose_name="new term")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("asked_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a decision"),
                            ("granted", "Granted"),
                            ("refused", "Refused"),
                            ("lapsed", "Came to nothing"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extension_requests",
                        to="assignments.assignment",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "waiting")),
                        fields=("assignment",),
                        name="one_waiting_extension_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("outcome", "waiting")),
                            models.Q(models.Q(("outcome", "waiting"), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="term_request_decided_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            ("asked_by", None),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="term_request_decided_by_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="term_request_has_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("before", "Before"), ("after", "After")], max_length=6)),
                ("taken_on", models.DateField(null=True, verbose_name="taken on")),
                ("digest", models.CharField(max_length=64)),
                ("is_borrowed", models.BooleanField(default=False)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="assignments.assignment"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.photo"),
                ),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="photos",
                        to="assignments.executionreport",
                    ),
                ),
            ],
            options={
                "ordering": ["-kind", "order", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "after"), _negated=True), ("report__isnull", False), _connector="OR"
                        ),
                        name="after_photo_is_of_a_report",
                    ),
                    models.UniqueConstraint(fields=("report", "kind", "photo"), name="one_place_per_report_photo"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", core.models.PublicIdField()),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.CharField(max_length=500)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="municipalities.municipality"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "user", "name"), name="one_saved_filter_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160, verbose_name="step")),
                ("due_on", models.DateField(verbose_name="until")),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="assignments.assignment"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
    ]
