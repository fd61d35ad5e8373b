"""The registry of premises: flats and other units of a building, and the spreadsheets they came from. Never public."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.page import CommunityKind, CommunityPage
from core.models import PublicIdField, private_storage
from municipalities.models import Municipality, WithinQuerySet

# For whom a spreadsheet may be imported: a building itself, a ТОС for its buildings.
REGISTERED_KINDS = (CommunityKind.BUILDING, CommunityKind.TOS)


class PremisesKind(models.TextChoices):
    FLAT = "flat", _("Flat")
    NON_RESIDENTIAL = "non_residential", _("Non-residential unit")


class LeadingNumber(models.Func):
    """The number that a text begins with, 0 without one: 12 of «12а», by which flats stand in order."""

    output_field = models.IntegerField()

    def as_sqlite(self, compiler, connection):
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS INTEGER)")

    def as_postgresql(self, compiler, connection):
        return self.as_sql(
            compiler, connection, template="COALESCE(SUBSTRING(%(expressions)s FROM '^[0-9]{1,9}')::integer, 0)"
        )


class PremisesQuerySet(WithinQuerySet):
    town_path = "community__municipality"

    def current(self):
        """Units that the last spreadsheet still named."""
        return self.filter(gone_at=None)

    def by_number(self):
        """In the order in which people count them: 9 before 10, 12 before 12а."""
        return self.annotate(leading_number=LeadingNumber("key")).order_by("leading_number", "key")

    def flats(self):
        return self.filter(kind=PremisesKind.FLAT)


class Premises(models.Model):
    """One unit of a building. Its number is never shown to the public beside a name."""

    public_id = PublicIdField()
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="premises")
    kind = models.CharField(_("kind"), max_length=20, choices=PremisesKind, default=PremisesKind.FLAT)
    # As the registry writes it, «12а»; `key` is the same folded, by which people and spreadsheets find it.
    number = models.CharField(_("number"), max_length=20)
    key = models.CharField(max_length=20, editable=False)
    entrance = models.PositiveSmallIntegerField(_("entrance"), null=True, blank=True)
    area_hundredths = models.PositiveIntegerField(
        _("area, hundredths of m²"), null=True, blank=True, help_text=_("45.6 m² is written as 4560")
    )
    owner_count = models.PositiveSmallIntegerField(_("owners"), null=True, blank=True)
    # Set when a newer spreadsheet no longer names it: memberships and codes of the past still point here.
    gone_at = models.DateTimeField(null=True, editable=False)

    objects = PremisesQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit of the registry")
        verbose_name_plural = _("registry of premises")
        constraints = [models.UniqueConstraint(fields=["community", "kind", "key"], name="one_unit_per_number")]
        indexes = [models.Index(fields=["community", "entrance", "key"], name="premises_entrance")]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"

    @property
    def shares_total(self) -> Fraction:
        """The sum of the owners' shares, at most 1."""
        return sum((ownership.share for ownership in self.ownerships.all()), Fraction(0))


class Ownership(models.Model):
    """A share in one unit. Names of owners are not kept: a keyed digest of one only tells whether it is the same."""

    premises = models.ForeignKey(Premises, on_delete=models.CASCADE, related_name="ownerships")
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    owner_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        constraints = [
            models.CheckConstraint(
                condition=Q(numerator__gte=1, denominator__gte=1, numerator__lte=F("denominator")),
                name="share_is_a_part",
            )
        ]

    def __str__(self):
        return f"{self.numerator}/{self.denominator}"

    @property
    def share(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("File received")
    CHECKED = "checked", _("Checked, not applied")
    RUNNING = "running", _("Being applied")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")
    FAILED = "failed", _("Could not be read")


class PremisesImport(models.Model):
    """One spreadsheet on its way into the registry: read, checked, applied, perhaps undone."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="premises_imports")
    # A building, a ТОС whose buildings the file names by address, or nothing: all buildings of the town.
    community = models.ForeignKey(CommunityPage, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # Deleted when the retention period of such files is over.
    file = models.FileField(_("file"), storage=private_storage, upload_to="premises/", blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    # Which column of the file holds what: {"number": 2, …}, counted from 0; guessed, then confirmed on screen.
    columns = models.JSONField(default=dict)
    header_row = models.PositiveIntegerField(default=0)
    # Whether units that the file does not name are marked as gone.
    marks_gone = models.BooleanField(default=False)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    # {"new": 10, "changed": 2, "gone": 0, "wrong": 1, "same": 67}
    summary = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    # A worker applies it until then; afterwards another one takes it up where the first has died.
    claimed_until = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of the registry")
        verbose_name_plural = _("imports of the registry")
        constraints = [
            models.UniqueConstraint(fields=["municipality"], condition=Q(state="running"), name="one_import_at_a_time")
        ]
        indexes = [models.Index(fields=["municipality", "-uploaded_at"], name="premises_imports")]

    def __str__(self):
        return f"{self.uploaded_at:%Y-%m-%d} {self.get_state_display()}"


class ImportAction(models.TextChoices):
    NEW = "new", pgettext_lazy("state", "New")
    CHANGED = "changed", _("Changed")
    GONE = "gone", _("No longer in the file")


class PremisesImportChange(models.Model):
    """What an applied import did to one unit: enough to undo it."""

    source = models.ForeignKey(PremisesImport, on_delete=models.CASCADE, related_name="changes")
    premises = models.ForeignKey(Premises, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=10, choices=ImportAction)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    def __str__(self):
        return f"{self.get_action_display()}: {self.premises_id}"


class PremisesImportProblem(models.Model):
    """A row that was not taken, with the reasons, to be given back as a file."""

    source = models.ForeignKey(PremisesImport, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    # Codes of `communities.registry`, put into words when shown.
    reasons = models.JSONField(default=list)
    cells = models.JSONField(default=list)

    class Meta:
        ordering = ["row"]

    def __str__(self):
        return f"{self.row}: {self.reasons}"
