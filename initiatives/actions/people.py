"""What neighbours do with an initiative: support, follow, help."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from communities.models import Membership
from communities.permissions import is_member
from core import clock
from initiatives.actions.moves import begin
from initiatives.models import Follow, HelpKind, HelpOffer, Initiative, Support
from journal.actions import record
from journal.models import Event
from journal.verbs import Verb


def concerned_communities(initiative) -> list[int]:
    """The leading community first, then those that share the yard."""
    return [initiative.community_id, *initiative.neighbours.order_by("pk").values_list("pk", flat=True)]


def recount(initiative) -> None:
    """Count the support anew; the caller holds the row's lock.

    Whose support counts is decided by membership as it is now (decision 8): a supporter who joined since counts, one
    who left does not. Acts that touch support or depend on it call this, so joining by itself changes no numbers.
    """
    supports = Support.objects.filter(initiative=initiative)
    current = (
        Membership.objects.verified()
        .filter(user=OuterRef("user"), community__in=concerned_communities(initiative))
        .order_by("requested_at", "pk")
    )
    supports.filter(Q(community=None), Exists(current)).update(community=Subquery(current.values("community")[:1]))
    supports.exclude(community=None).exclude(Exists(current.filter(community=OuterRef("community")))).update(
        community=Subquery(current.values("community")[:1])
    )
    numbers = supports.aggregate(all=Count("pk"), verified=Count("community"))
    had_enough = initiative.has_enough_support
    initiative.support_count = numbers["all"]
    initiative.verified_support_count = numbers["verified"]
    initiative.save(update_fields=["support_count", "verified_support_count"])
    if initiative.has_enough_support and not had_enough and not _threshold_told(initiative):
        record(Verb.INITIATIVE_THRESHOLD_REACHED, initiative, municipality=initiative.municipality)


def _threshold_told(initiative) -> bool:
    """Whether the threshold was announced since support last began: one supporter to and fro is no news."""
    verbs = [Verb.INITIATIVE_THRESHOLD_REACHED, Verb.INITIATIVE_CHANGED]
    last = Event.objects.about(initiative).filter(verb__in=verbs).last()
    return last is not None and last.verb == Verb.INITIATIVE_THRESHOLD_REACHED


@transaction.atomic
def support(initiative, *, by) -> Support:
    """Add one's support. A repeat changes nothing and returns the same support."""
    initiative = begin(initiative, "support", by)
    community = next((pk for pk in concerned_communities(initiative) if is_member(by, pk)), None)
    given, created = Support.objects.get_or_create(
        initiative=initiative, user=by, defaults={"community_id": community, "at": clock.now()}
    )
    if created:
        record(Verb.INITIATIVE_SUPPORTED, initiative, by=by, municipality=initiative.municipality)
        recount(initiative)
    return given


@transaction.atomic
def withdraw_support(initiative, *, by) -> None:
    """Take one's support back; a repeat changes nothing."""
    initiative = begin(initiative, "withdraw_support", by)
    deleted, _by_model = Support.objects.filter(initiative=initiative, user=by).delete()
    if deleted:
        record(Verb.INITIATIVE_SUPPORT_WITHDRAWN, initiative, by=by, municipality=initiative.municipality)
        recount(initiative)


@transaction.atomic
def follow(initiative, *, by) -> Follow:
    """Hear what becomes of it (decision 29). Following is one's own affair and leaves no line in the journal."""
    initiative = begin(initiative, "follow", by)
    given, _created = Follow.objects.get_or_create(initiative=initiative, user=by, defaults={"at": clock.now()})
    return given


@transaction.atomic
def unfollow(initiative, *, by) -> None:
    initiative = begin(initiative, "unfollow", by)
    Follow.objects.filter(initiative=initiative, user=by).delete()


@transaction.atomic
def offer_help(initiative, *, by, kind: str, note: str = "") -> HelpOffer:
    """Promise help of one kind. A repeat of the same kind only changes the details."""
    initiative = begin(initiative, "offer_help", by)
    offer, created = HelpOffer.objects.get_or_create(
        initiative=initiative,
        user=by,
        kind=HelpKind(kind),
        withdrawn_at=None,
        defaults={"note": note, "offered_at": clock.now()},
    )
    if created:
        record(Verb.HELP_OFFERED, initiative, by=by, municipality=initiative.municipality, kind=offer.kind)
    elif note != offer.note:
        offer.note = note
        offer.save(update_fields=["note"])
    return offer


@transaction.atomic
def withdraw_help(offer, *, by) -> None:
    """Take an offer back. What was counted stays.

    Raises ValidationError with code `counted`.
    """
    initiative = begin(offer.initiative, "withdraw_help", by)
    offer = HelpOffer.objects.select_for_update(of=["self"]).get(pk=offer.pk)
    if offer.user_id != by.pk:
        raise PermissionDenied
    if offer.came is not None:
        raise ValidationError(_("This help is counted already."), code="counted")
    if offer.withdrawn_at is None:
        offer.withdrawn_at = clock.now()
        offer.save(update_fields=["withdrawn_at"])
        record(Verb.HELP_WITHDRAWN, initiative, by=by, municipality=initiative.municipality, kind=offer.kind)


@transaction.atomic
def count_help(offer, *, by, came: bool, half_hours: int | None = None) -> HelpOffer:
    """Say whether a helper came and for how long, in half-hours.

    Raises PermissionDenied for one's own hours, ValidationError with code `withdrawn`.
    """
    initiative = begin(offer.initiative, "count_help", by)
    offer = HelpOffer.objects.select_for_update(of=["self"]).get(pk=offer.pk)
    if offer.user_id == by.pk:
        raise PermissionDenied
    if offer.withdrawn_at is not None:
        raise ValidationError(_("This offer was taken back."), code="withdrawn")
    offer.came = came
    offer.half_hours = half_hours if came else None
    offer.save(update_fields=["came", "half_hours"])
    record(
        Verb.HELP_COUNTED,
        initiative,
        by=by,
        municipality=initiative.municipality,
        came=came,
        half_hours=offer.half_hours,
    )
    return offer


def supporters_become_followers(initiative: Initiative) -> None:
    """Before support starts anew: those who gave it must hear that it did (decision 7)."""
    at = clock.now()
    people = Support.objects.filter(initiative=initiative, user__isnull=False).values_list("user_id", flat=True)
    Follow.objects.bulk_create(
        [Follow(initiative=initiative, user_id=pk, at=at) for pk in people], ignore_conflicts=True
    )
