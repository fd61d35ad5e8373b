"""Receiving residents at the front desk: an account for who has none, and a visit during which staff act for them."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.actions import give_consent
from accounts.models import User
from accounts.names import clean_name, refuse_office
from communities.models import DeskVisit
from communities.permissions import can_be_helped, can_use_desk
from core import clock
from journal.actions import note_look, record
from journal.models import LookReason
from journal.verbs import Verb

# Enough for one errand; a longer one begins anew, with consent.
VISIT = timedelta(minutes=15)


@transaction.atomic
def register_resident(*, first_name, last_name, email="", phone="", by, municipality) -> User:
    """Make an account for a person who is present and has signed the consent on paper.

    Without a password: the person comes in by a code to their e-mail, or sets one later. Raises PermissionDenied for
    all but those who receive residents; ValidationError: the codes of `clean_name`, `unreachable`, `exists`.
    """
    if not can_use_desk(by, municipality):
        raise PermissionDenied
    first_name, last_name = clean_name(first_name), clean_name(last_name)
    refuse_office(first_name + last_name)
    if not email and not phone:
        raise ValidationError(_("Write an e-mail or a telephone: the person must be reachable."), code="unreachable")
    exists = ValidationError(_("There is an account with this e-mail or telephone: find it."), code="exists")
    if email and EmailAddress.objects.filter(email__iexact=email).exists():
        raise exists
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, first_name=first_name, last_name=last_name, phone=phone or None)
    except IntegrityError as taken:
        raise exists from taken
    if user.email:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    give_consent(user, channel="desk")
    return user


@transaction.atomic
def start_visit(resident, *, by, municipality, consent) -> DeskVisit:
    """Begin to act for a resident who is present and agreed by a `DeskConsent`.

    A visit of the same member of staff that was left open ends first. Raises PermissionDenied for all but those who
    receive residents; ValidationError with code `not_helped` for colleagues, operators and oneself.
    """
    # The row of the member of staff stands for their visits: two windows at once begin one.
    User.objects.select_for_update().get(pk=by.pk)
    if not can_use_desk(by, municipality):
        raise PermissionDenied
    if not can_be_helped(resident, municipality, by=by):
        raise ValidationError(
            _("The front desk acts for residents only, not for the town's staff."), code="not_helped"
        )
    now = clock.now()
    for left_open in DeskVisit.objects.filter(staff=by, ended_at=None).select_related("municipality"):
        _end(left_open, at=now, by=by)
    visit = DeskVisit.objects.create(
        municipality=municipality,
        staff=by,
        resident=resident,
        consent=consent,
        started_at=now,
        expires_at=now + VISIT,
    )
    record(Verb.DESK_VISIT_STARTED, visit, by=by, municipality=municipality, consent=str(consent))
    note_look([resident], by=by, municipality=municipality, target=visit, reason=LookReason.DESK)
    return visit


def _end(visit, *, at, by=None) -> None:
    visit.ended_at = at
    visit.save(update_fields=["ended_at"])
    record(Verb.DESK_VISIT_ENDED, visit, by=by, municipality=visit.municipality)


@transaction.atomic
def end_visit(visit, *, by) -> DeskVisit:
    """Stop acting for the resident, at once. Ending twice changes nothing.

    Raises PermissionDenied for all but the member of staff and the resident, who may stop it from anywhere.
    """
    visit = DeskVisit.objects.select_for_update(of=["self"]).select_related("municipality").get(pk=visit.pk)
    if by.pk not in (visit.staff_id, visit.resident_id):
        raise PermissionDenied
    if visit.ended_at is None:
        _end(visit, at=clock.now(), by=by)
    return visit


def end_stale_visits() -> int:
    """The clock: end visits whose time is over; how many. Safe in several workers."""
    over = DeskVisit.objects.filter(ended_at=None, expires_at__lte=clock.now())
    return sum(_end_if_over(pk) for pk in over.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _end_if_over(pk) -> bool:
    visits = DeskVisit.objects.select_for_update(of=["self"]).select_related("municipality")
    visit = visits.filter(pk=pk, ended_at=None).first()
    if visit is None or visit.expires_at > clock.now():
        return False
    _end(visit, at=clock.now())
    return True
