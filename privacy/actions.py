"""What people do with their own data: consents, the name neighbours see, a copy, and leaving for good."""

import logging
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.consents import ERASURE_DAYS, withdrawn_before
from accounts.keepers import Parting, keepers
from accounts.models import Consent, ConsentKind, User
from accounts.names import clean_name, same_name
from communities.models import Membership
from core import clock
from core.text import one_line
from journal.actions import note_look, record
from journal.models import LookReason
from journal.verbs import Verb
from municipalities.models import Municipality, StaffMember
from privacy.models import Cause, Erasure
from privacy.permissions import can_erase, check_can_be_spared

logger = logging.getLogger(__name__)


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


@transaction.atomic
def withdraw_consent(user: User, *, kind: str, municipality) -> None:
    """Take a consent of a kind back, in all its versions. A repeat changes nothing.

    The name in full disappears at once. Without the consent to processing the account is erased after ERASURE_DAYS,
    unless it is given anew. Raises ValidationError as `check_can_be_spared`.
    """
    user = _locked(user)
    if kind == ConsentKind.PROCESSING:
        check_can_be_spared(user)
    given = Consent.objects.filter(user=user, kind=kind, withdrawn_at=None)
    consent = given.order_by("-given_at", "-pk").first()
    if consent is None:
        return
    given.update(withdrawn_at=clock.now())
    if kind == ConsentKind.PUBLICATION and same_name(user.chosen_name, user.get_full_name()):
        user.chosen_name = ""
        user.save(update_fields=["chosen_name"])
    record(Verb.CONSENT_WITHDRAWN, consent, by=user, municipality=municipality, kind=kind)


@transaction.atomic
def choose_name(user: User, *, name: str) -> User:
    """Let neighbours see another name than «Имя О.»; an empty one goes back to that.

    Raises ValidationError with the codes of `names.clean_name`, with `taken` for the name of somebody on the staff or
    of a neighbour, with `unpublished` for one's own full name without the consent to publish it.
    """
    user = _locked(user)
    name = one_line(name)
    if name:
        name = clean_name(name)
        if same_name(name, user.get_full_name()):
            if not Consent.objects.filter(user=user, kind=ConsentKind.PUBLICATION, withdrawn_at=None).exists():
                raise ValidationError(
                    _("To show your full name, first give the consent to publish it."), code="unpublished"
                )
        elif any(same_name(name, other) for person in _people_beside(user) for other in _names(person)):
            raise ValidationError(
                _("A neighbour or an employee of the town is called so. Choose another name."), code="taken"
            )
    user.chosen_name = name
    user.save(update_fields=["chosen_name"])
    return user


def _people_beside(user):
    """All staff, and the members of the communities to which the person belongs."""
    yield from User.objects.filter(staff_memberships__isnull=False).exclude(pk=user.pk).distinct()
    mine = Membership.objects.verified().filter(user=user).values("community")
    beside = Membership.objects.verified().filter(community__in=mine).values("user")
    yield from User.objects.filter(pk__in=beside).exclude(pk=user.pk).iterator(chunk_size=1000)


def _names(person: User) -> tuple[str, ...]:
    return person.get_full_name(), person.public_name, f"{person.last_name} {person.first_name}"


@transaction.atomic
def give_copy(person: User, *, by: User, municipality) -> None:
    """Keep that a copy of a person's data was given out: to them, or by the operator for them.

    Raises PermissionDenied for all others.
    """
    if not can_erase(by, person):
        raise PermissionDenied
    record(Verb.PERSON_EXPORTED, person, by=by, municipality=municipality)
    note_look([person], by=by, municipality=municipality, target=person, reason=LookReason.EXPORT)


def town_of(person: User) -> Municipality:
    """In whose journal an act stands that was done in no town: where the person works or lives, else the first."""
    staff = StaffMember.objects.filter(user=person).values("municipality")
    homes = Membership.objects.filter(user=person).values("community__municipality")
    towns = Municipality.objects.order_by("pk")
    return towns.filter(pk__in=staff).first() or towns.filter(pk__in=homes).first() or towns.first()


def erase_myself(person: User, *, municipality, with_words: bool = False) -> Erasure:
    """Delete one's own account for good; with `with_words` the text of comments goes too.

    Raises ValidationError as `check_can_be_spared`.
    """
    return _erase(person, cause=Cause.REQUEST, municipality=municipality, with_words=with_words)


def erase_person(person: User, *, by: User, note: str = "", with_words: bool = False) -> Erasure:
    """The operator erases a person. `note` says on what ground and names nobody.

    Raises PermissionDenied, ValidationError as `check_can_be_spared`.
    """
    if by.pk == person.pk or not can_erase(by, person):
        raise PermissionDenied
    return _erase(person, cause=Cause.OPERATOR, municipality=town_of(person), by=by, note=note, with_words=with_words)


def erase_withdrawn() -> int:
    """The clock: accounts whose consent was taken back ERASURE_DAYS ago. One that cannot go yet waits for the next
    round. Safe in several workers; returns how many went."""
    return sum(_erase_if_due(person) for person in _due_for_erasure())


def _due_for_erasure():
    return withdrawn_before(clock.now() - timedelta(days=ERASURE_DAYS))


@transaction.atomic
def _erase_if_due(person) -> bool:
    """Look once more under the lock: the consent may have been given again this very minute."""
    User.objects.select_for_update().filter(pk=person.pk).first()
    if not _due_for_erasure().filter(pk=person.pk).exists():
        return False
    try:
        with transaction.atomic():
            _erase(person, cause=Cause.WITHDRAWAL, municipality=town_of(person))
    except ValidationError as refusal:
        logger.warning("An account whose consent was withdrawn cannot be erased yet: %s", refusal.code)
        return False
    return True


@transaction.atomic
def _erase(person, *, cause, municipality, by=None, note="", with_words=False) -> Erasure:
    """Take the person out of everything that any app keeps, and write the act.

    Of an erasure that the person asked for, the journal does not hold their key: whoever is shown the act's number
    could otherwise find all they ever did.
    """
    person = _locked(person)
    check_can_be_spared(person)
    parting = Parting(at=clock.now(), with_words=with_words)
    for keeper in reversed(keepers()):
        keeper.erase(person, parting)
    act = Erasure.objects.create(
        municipality=municipality,
        at=parting.at,
        cause=cause,
        note=" ".join(note.split())[:300],
        gone=dict(+parting.gone),
        kept=dict(+parting.kept),
    )
    record(Verb.PERSON_ERASED, act, by=by, municipality=municipality, at=parting.at, cause=cause)
    return act
