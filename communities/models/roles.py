"""Who runs a community, who proposes it, and whom the front desk helps."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.page import CommunityKind, CommunityPage, ManagingOrganisation
from core.models import PublicIdField
from municipalities.models import Municipality, WithinQuerySet


class ActivistTitle(models.TextChoices):
    HOUSE_ELDER = "house_elder", _("House elder")
    ENTRANCE_ELDER = "entrance_elder", _("Entrance elder")
    COUNCIL_CHAIR = "council_chair", _("Chair of the house council")
    TOS_CHAIR = "tos_chair", _("Chair of the ТОС")
    ACTIVIST = "activist", _("Activist")


# Given by two different people (security standard, part 7).
CHAIRS = (ActivistTitle.COUNCIL_CHAIR, ActivistTitle.TOS_CHAIR)
# Titles that only one kind of community has.
KIND_OF_TITLE = {ActivistTitle.COUNCIL_CHAIR: CommunityKind.BUILDING, ActivistTitle.TOS_CHAIR: CommunityKind.TOS}


class RoleTerms(models.Model):
    """What a title rests on, and until when it is held."""

    title = models.CharField(
        pgettext_lazy("of an activist", "title"),
        max_length=20,
        choices=ActivistTitle,
        default=ActivistTitle.ACTIVIST,
    )
    # The owners' protocol or the ТОС assembly's that elected a chair.
    protocol_number = models.CharField(_("number of the protocol"), max_length=40, blank=True)
    protocol_date = models.DateField(_("date of the protocol"), null=True, blank=True)
    # The last day of the term in the town's zone; None: until it is taken away.
    term_ends_on = models.DateField(_("term ends on"), null=True, blank=True)

    class Meta:
        abstract = True


class ActivistRoleQuerySet(models.QuerySet):
    def serving(self, day):
        """Roles held on a day of the town: not taken away, and not past the last day of the term."""
        return self.filter(Q(term_ends_on=None) | Q(term_ends_on__gte=day), revoked_at=None)


class ActivistRole(RoleTerms):
    """A member who runs the community, until the term ends or the role is taken away."""

    public_id = PublicIdField()
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="activists")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="activist_roles")
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = ActivistRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("activist")
        verbose_name_plural = _("activists")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], condition=Q(revoked_at=None), name="one_current_activist_role"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=F("granted_at")), name="role_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["term_ends_on"], condition=Q(revoked_at=None), name="role_terms"),
        ]

    def __str__(self):
        return f"{self.user.public_name} — {self.get_title_display()}"

    @property
    def shown_name(self) -> str:
        """The full name with the consent to publish it; rows are read with `accounts.consents.publishes_name`."""
        return self.user.get_full_name() if self.publishes_name else self.user.public_name


class ProposalState(models.TextChoices):
    PENDING = "pending", _("Waits for the second person")
    APPROVED = "approved", pgettext_lazy("of a proposed chair", "Approved")
    DECLINED = "declined", pgettext_lazy("of a proposed chair", "Declined")


class RoleProposalQuerySet(WithinQuerySet):
    town_path = "community__municipality"

    def pending(self):
        return self.filter(state=ProposalState.PENDING)


class RoleProposal(RoleTerms):
    """A chair proposed by one person and approved by another."""

    public_id = PublicIdField()
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="role_proposals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_proposals")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.PENDING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = RoleProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed role")
        verbose_name_plural = _("proposed roles")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], condition=Q(state="pending"), name="one_pending_role_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None) | ~Q(state="pending") & Q(decided_at__isnull=False),
                name="proposal_decided_or_pending",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(proposed_by=None) | ~Q(decided_by=F("proposed_by")),
                name="proposal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(title=ActivistTitle.COUNCIL_CHAIR)
                | ~Q(protocol_number="") & Q(protocol_date__isnull=False),
                name="council_chair_has_protocol",
                violation_error_message=_("The chair of a house council needs the number and date of the protocol."),
            ),
        ]

    def __str__(self):
        return f"{self.user.public_name} — {self.get_title_display()}"


class OrganisationMember(models.Model):
    """Who speaks for a managing organisation in the buildings it maintains, until the role is taken away."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        ManagingOrganisation,
        on_delete=models.CASCADE,
        related_name="members",
        verbose_name=_("managing organisation"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="organisation_roles", verbose_name=_("person")
    )
    position = models.CharField(_("position"), max_length=120, blank=True)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative of a managing organisation")
        verbose_name_plural = _("representatives of managing organisations")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_role_per_organisation"),
        ]

    def __str__(self):
        return f"{self.user} — {self.organisation}"


class DeskConsent(models.TextChoices):
    """How a resident who is present agreed."""

    CODE = "code", _("by a code sent to them")
    PAPER = "paper", _("on paper, signed at the desk")


class DeskVisit(models.Model):
    """A resident at the front desk: for some minutes a member of staff acts for them, with their consent."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="desk_visits")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    resident = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_visits")
    consent = models.CharField(_("consent"), max_length=10, choices=DeskConsent)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = WithinQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit to the front desk")
        verbose_name_plural = _("visits to the front desk")
        constraints = [
            models.UniqueConstraint(fields=["staff"], condition=Q(ended_at=None), name="one_visit_at_a_time"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("started_at")), name="visit_ends_after_start"),
        ]
        indexes = [models.Index(fields=["resident", "-started_at"], name="desk_visits_of_resident")]

    def __str__(self):
        return f"{self.staff_id} → {self.resident_id}"

    def get_absolute_url(self):
        """What was done: for the resident, and for the member of staff who did it."""
        return reverse("desk:visit", args=[self.public_id])
