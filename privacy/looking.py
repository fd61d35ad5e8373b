"""Who of the staff saw a person's record: what the person reads on my page."""

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import User
from communities.models import DeskVisit
from journal.models import Look, LookReason
from municipalities.models import StaffMember, StaffRole

VISITS_SHOWN = 20


def looks_at(person: User) -> QuerySet:
    """Looks at a person's record, the newest first, with what is known of the viewer now; see `described`."""
    viewer = User.objects.filter(actor_key=OuterRef("event__actor_key"))
    posts = StaffMember.objects.filter(
        user__actor_key=OuterRef("event__actor_key"), municipality=OuterRef("event__municipality")
    ).order_by("pk")
    return (
        Look.objects.filter(subject=person)
        .select_related("event__municipality")
        .annotate(
            first_name=Subquery(viewer.values("first_name")[:1]),
            last_name=Subquery(viewer.values("last_name")[:1]),
            position=Subquery(posts.values("position")[:1]),
            role=Subquery(posts.values("role")[:1]),
        )
        .order_by("-pk")
    )


def described(looks) -> list[Look]:
    """Each with `who` (an official acts under the full name), `office` and `why`, or "" where nothing is known."""
    for look in looks:
        look.who = " ".join(filter(None, (look.first_name, look.last_name)))
        look.office = look.position or (StaffRole(look.role).label if look.role else "")
        reason = look.event.data.get("reason")
        look.why = LookReason(reason).label if reason in LookReason else ""
    return looks


def visits_of(person: User) -> list[DeskVisit]:
    """The latest visits to the front desk."""
    rows = DeskVisit.objects.filter(resident=person).select_related("municipality", "staff")
    return list(rows.order_by("-started_at", "-pk")[:VISITS_SHOWN])
