"""Who belongs to a community."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.page import CommunityPage
from communities.models.premises import Premises
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
    MOVED_AWAY = "moved_away", _("Does not live here any more")
    NOT_OF_FLAT = "not_of_flat", _("Does not live in this flat, as its residents say")


class VerificationMethod(models.TextChoices):
    ACTIVIST = "activist", _("by the activist")
    STAFF = "staff", _("by the administration")
    REGISTRY = "registry", _("by the registry of premises")
    CODE = "code", _("by a flat code")


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
    # The flat in the registry, when it is known there; the source of `flat` and `entrance` then.
    premises = models.ForeignKey(
        Premises, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    note = models.CharField(_("a word to the activist"), max_length=300, blank=True)
    declared_age = models.PositiveSmallIntegerField(
        null=True, help_text=_("The age that the person said they have reached; no date of birth is kept")
    )
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # How a verified membership was confirmed; blank for those from before methods were kept.
    verified_by = models.CharField(max_length=10, choices=VerificationMethod, blank=True)
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
