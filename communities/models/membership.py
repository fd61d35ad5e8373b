"""Who belongs to a community and who runs it."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.page import CommunityPage
from core.models import PublicIdField
from municipalities.models import WithinQuerySet


class MembershipState(models.TextChoices):
    PENDING = "pending", _("Being checked")
    VERIFIED = "verified", _("Confirmed")
    REJECTED = "rejected", _("Refused")
    REVOKED = "revoked", _("Taken back")


class Tenure(models.TextChoices):
    # The words of contexts here and elsewhere are also words of Wagtail, with another meaning.
    OWNER = "owner", pgettext_lazy("of a flat", "Owner")
    TENANT = "tenant", _("Tenant")
    FAMILY = "family", _("Member of an owner's family")


class RejectionReason(models.TextChoices):
    NOT_FOUND = "not_found", _("Neighbours do not know this person")
    WRONG_ADDRESS = "wrong_address", _("Another address was meant")
    UNDER_AGE = "under_age", _("Under the age for this community")
    DUPLICATE = "duplicate", _("This person is a member already")


class MembershipQuerySet(WithinQuerySet):
    town_path = "community__municipality"

    def verified(self):
        return self.filter(state=MembershipState.VERIFIED)

    def pending(self):
        return self.filter(state=MembershipState.PENDING)

    def per_community(self):
        """How many, for a query of communities to annotate: counted beside its rows and not by joining them."""
        counted = self.filter(community=OuterRef("pk")).order_by().values("community")
        number = counted.annotate(count=Count("pk")).values("count")
        return Coalesce(Subquery(number, output_field=models.IntegerField()), 0)

    def named(self, query: str):
        """Of people whose names begin with the words of a folded query, in any case, ё as е.

        By regular expressions, since SQLite's LIKE knows the case of Latin letters only.
        """
        found = self
        for word in query.split()[:3]:
            # Letters and digits alone (see `folded`): nothing in them has a meaning in a pattern.
            start = r"(^|[ -])" + word.replace("е", "[её]")
            found = found.filter(Q(user__first_name__iregex=start) | Q(user__last_name__iregex=start))
        return found


class Membership(models.Model):
    """A resident's belonging to a community, from the request to its end."""

    public_id = PublicIdField()
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    state = models.CharField(max_length=10, choices=MembershipState, default=MembershipState.PENDING)
    tenure = models.CharField(_("who you are here"), max_length=10, choices=Tenure, blank=True)
    # Never shown with a name to anybody but the person and those who verify.
    flat = models.CharField(_("flat"), max_length=10, blank=True)
    entrance = models.PositiveSmallIntegerField(_("entrance"), null=True, blank=True)
    note = models.CharField(_("a word to the activist"), max_length=300, blank=True)
    declared_age = models.PositiveSmallIntegerField(
        null=True, help_text=_("The age that the person said they have reached; no date of birth is kept")
    )
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    rejection_reason = models.CharField(max_length=20, choices=RejectionReason, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"],
                condition=Q(state__in=["pending", "verified"]),
                name="one_current_membership",
                violation_error_message=_("You have asked to join already."),
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_at=None) | ~Q(state="pending") & Q(decided_at__isnull=False),
                name="membership_decided_or_pending",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(rejection_reason=""), name="rejection_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "requested_at"], name="membership_queue"),
            models.Index(fields=["user", "state"], name="membership_user"),
        ]

    def __str__(self):
        return f"{self.user.public_name} — {self.community}"

    @property
    def is_verified(self) -> bool:
        return self.state == MembershipState.VERIFIED


class ActivistTitle(models.TextChoices):
    HOUSE_ELDER = "house_elder", _("House elder")
    ENTRANCE_ELDER = "entrance_elder", _("Entrance elder")
    COUNCIL_CHAIR = "council_chair", _("Chair of the house council")
    TOS_CHAIR = "tos_chair", _("Chair of the ТОС")
    ACTIVIST = "activist", _("Activist")


class ActivistRole(models.Model):
    """A member who runs the community, until the role is taken away."""

    public_id = PublicIdField()
    community = models.ForeignKey(CommunityPage, on_delete=models.CASCADE, related_name="activists")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="activist_roles")
    title = models.CharField(
        pgettext_lazy("of an activist", "title"),
        max_length=20,
        choices=ActivistTitle,
        default=ActivistTitle.ACTIVIST,
    )
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("activist")
        verbose_name_plural = _("activists")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "user"], condition=Q(revoked_at=None), name="one_current_activist_role"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | Q(revoked_at__gte=models.F("granted_at")), name="role_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.user.public_name} — {self.get_title_display()}"
