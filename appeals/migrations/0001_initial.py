import core.models
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("assignments", "0001_initial"),
        ("communities", "0008_feed_access"),
        ("core", "0002_photo_names"),
        ("feed", "0004_posts"),
        ("municipalities", "0004_working_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppealCategory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", core.models.PublicIdField()),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "guidance",
                    models.TextField(
                        blank=True, max_length=1000, verbose_name="whose job it is, and what to do first"
                    ),
                ),
                ("emergency_phone", models.CharField(blank=True, max_length=60, verbose_name="emergency number")),
                ("is_violation", models.BooleanField(default=False, verbose_name="about a violation of rules")),
                (
                    "answer_amount",
                    models.PositiveSmallIntegerField(
                        default=9,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="answer within",
                    ),
                ),
                (
                    "answer_unit",
                    models.CharField(
                        choices=[
                            ("hours", "working hours"),
                            ("days", "working days"),
                            ("calendar_days", "calendar days"),
                        ],
                        default="hours",
                        max_length=14,
                        verbose_name="counted in",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="offered to residents")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal_categories",
                        to="municipalities.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeal_categories",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "category of messages",
                "verbose_name_plural": "categories of messages",
                "ordering": ["order", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "name"), name="one_appeal_category_per_name"),
                    models.CheckConstraint(
                        condition=models.Q(("answer_amount__gte", 1)), name="appeal_category_has_a_term"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", core.models.PublicIdField()),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("applicant_name", models.CharField(blank=True, max_length=120, verbose_name="name of the applicant")),
                (
                    "applicant_contact",
                    models.CharField(blank=True, max_length=120, verbose_name="telephone or address of the applicant"),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("site", "Site"),
                            ("post", "Post in the feed"),
                            ("meeting", "Meeting"),
                            ("reception", "Reception of citizens"),
                            ("phone", "Telephone call"),
                            ("activist", "Through an activist"),
                        ],
                        default="site",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="in short: what is wrong")),
                ("text", models.TextField(blank=True, max_length=3000, verbose_name="what happened")),
                ("rule_broken", models.CharField(blank=True, max_length=300, verbose_name="which rule is broken")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "latitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                    ),
                ),
                ("is_public", models.BooleanField(default=True, verbose_name="neighbours may read it")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("clarifying", "Asking the author"),
                            ("answered", "Answered"),
                            ("under_control", "Under control"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                            ("confirmed", "Confirmed by the author"),
                            ("reopened", "Reopened"),
                            ("forwarded", "Forwarded"),
                            ("duplicate", "Joined to another"),
                            ("declined", "Declined"),
                        ],
                        default="new",
                        max_length=14,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("state_changed_at", models.DateTimeField()),
                ("term_started_at", models.DateTimeField()),
                ("term_amount", models.PositiveSmallIntegerField(default=9)),
                (
                    "term_unit",
                    models.CharField(
                        choices=[
                            ("hours", "working hours"),
                            ("days", "working days"),
                            ("calendar_days", "calendar days"),
                        ],
                        default="hours",
                        max_length=14,
                    ),
                ),
                ("answer_due", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("dispute_until", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("is_silent", models.BooleanField(default=False)),
                ("reopened_count", models.PositiveSmallIntegerField(default=0)),
                ("joined_count", models.PositiveIntegerField(default=0)),
                ("forwarded_to", models.CharField(blank=True, max_length=200, verbose_name="to which body")),
                ("forwarded_due", models.DateField(blank=True, null=True, verbose_name="that body answers by")),
                ("is_statutory", models.BooleanField(default=False, verbose_name="official appeal")),
                (
                    "registration_number",
                    models.CharField(blank=True, max_length=60, verbose_name="registration number"),
                ),
                ("registered_on", models.DateField(blank=True, null=True, verbose_name="registered on")),
                ("statutory_due", models.DateField(null=True)),
                ("statutory_extended_at", models.DateTimeField(null=True)),
                (
                    "statutory_extension_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="reason of the extension"),
                ),
                ("hidden_at", models.DateTimeField(null=True)),
                (
                    "hidden_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("insult", "Insult or threat"),
                            ("personal_data", "Somebody's personal data"),
                            ("spam", "Advertising or repetition"),
                            ("off_topic", "Not about this matter"),
                            ("unlawful", "Against the law"),
                        ],
                        max_length=20,
                    ),
                ),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "assignment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="assignments.assignment",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="appeals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="communities.communitypage",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="municipalities.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="appeals.appeal",
                    ),
                ),
                (
                    "entered_by",
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
                        related_name="appeals",
                        to="municipalities.municipality",
                    ),
                ),
                (
                    "post",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="appeal", to="feed.post"
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="appeals.appealcategory",
                        verbose_name="category",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "indexes": [
                    models.Index(fields=["municipality", "-created_at", "-id"], name="appeal_town_new"),
                    models.Index(
                        condition=models.Q(("is_public", True)),
                        fields=["municipality", "-created_at", "-id"],
                        name="appeal_public_new",
                    ),
                    models.Index(fields=["municipality", "state", "-created_at", "-id"], name="appeal_town_state"),
                    models.Index(
                        condition=models.Q(("state__in", ["new", "reopened"])),
                        fields=["municipality", "answer_due", "id"],
                        name="appeal_awaiting",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["new", "reopened"])),
                        fields=["department", "answer_due", "id"],
                        name="appeal_department_awaiting",
                    ),
                    models.Index(fields=["community", "-created_at"], name="appeal_community"),
                    models.Index(fields=["author", "-created_at"], name="appeal_author"),
                    models.Index(
                        condition=models.Q(("state__in", ["answered", "done"])),
                        fields=["dispute_until"],
                        name="appeal_dispute",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None), ("is_statutory", True)),
                        fields=["municipality", "statutory_due", "id"],
                        name="appeal_under_law",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("applicant_contact", ""), ("applicant_name", ""), _negated=True),
                            ("closed_at__isnull", False),
                        ),
                        fields=["closed_at"],
                        name="appeal_applicant_kept",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "number"), name="one_appeal_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="appeal_place_has_both_coordinates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["new", "reopened"]), _negated=True),
                            ("answer_due__isnull", False),
                            _connector="OR",
                        ),
                        name="appeal_has_a_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["under_control", "in_progress"]), _negated=True),
                            ("assignment__isnull", False),
                            _connector="OR",
                        ),
                        name="appeal_under_control_has_assignment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duplicate_of__isnull", False), ("state", "duplicate")),
                            models.Q(models.Q(("state", "duplicate"), _negated=True), ("duplicate_of", None)),
                            _connector="OR",
                        ),
                        name="duplicate_has_its_original",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "forwarded"), _negated=True),
                            models.Q(("forwarded_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="forwarded_appeal_says_whereto",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_statutory", False),
                            models.Q(
                                models.Q(("registration_number", ""), _negated=True),
                                ("registered_on__isnull", False),
                                ("statutory_due__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="statutory_appeal_is_registered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("statutory_extended_at", None), ("statutory_extension_reason", "")),
                            models.Q(
                                ("is_statutory", True),
                                ("statutory_extended_at__isnull", False),
                                models.Q(("statutory_extension_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="statutory_extension_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["confirmed", "forwarded", "duplicate", "declined"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["confirmed", "forwarded", "duplicate", "declined"]), _negated=True
                                ),
                                ("closed_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="closed_appeal_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["answered", "done"]), _negated=True),
                            ("dispute_until__isnull", False),
                            _connector="OR",
                        ),
                        name="answered_appeal_is_disputable",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hidden_at", None), ("hidden_reason", "")),
                            models.Q(
                                ("hidden_at__isnull", False),
                                ("is_public", False),
                                models.Q(("hidden_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="hidden_appeal_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AppealPhoto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="photos", to="appeals.appeal"
                    ),
                ),
                (
                    "photo",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="core.photo"),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AppealSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "pos_url",
                    models.URLField(
                        default="https://pos.gosuslugi.ru/",
                        help_text="The state's channel: the page of «Госуслуги. Решаем вместе» of the town",
                        verbose_name="where official appeals are sent",
                    ),
                ),
                (
                    "municipality",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appeal_settings",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of messages",
                "verbose_name_plural": "settings of messages",
            },
        ),
        migrations.CreateModel(
            name="ClockPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pauses", to="appeals.appeal"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("appeal",), name="one_running_pause"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="pause_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InternalNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000, verbose_name="internal note")),
                ("at", models.DateTimeField()),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="appeals.appeal"
                    ),
                ),
                (
                    "author",
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
            },
        ),
        migrations.CreateModel(
            name="Joined",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="joined", to="appeals.appeal"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="joined_appeals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("appeal", "user"), name="one_joining_per_person")],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", core.models.PublicIdField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "Answer"),
                            ("question", "Question to the author"),
                            ("clarification", "The author's details"),
                            ("forwarding", "Forwarded"),
                            ("refusal", "Declined"),
                            ("dispute", "Disagreement"),
                        ],
                        max_length=14,
                    ),
                ),
                ("text", models.TextField(max_length=3000, verbose_name="text")),
                ("next_step", models.CharField(blank=True, max_length=500, verbose_name="what the author can do")),
                ("is_official", models.BooleanField(default=False)),
                ("position", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "appeal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="appeals.appeal"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="municipalities.department",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="reply_has_words")
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("text", models.TextField(max_length=3000, verbose_name="text")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer_templates",
                        to="municipalities.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answer_templates",
                        to="municipalities.municipality",
                    ),
                ),
            ],
            options={
                "verbose_name": "template of an answer",
                "verbose_name_plural": "templates of answers",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "name"), name="one_answer_template_per_name")
                ],
            },
        ),
    ]
