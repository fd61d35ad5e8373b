"""Flat codes: printed for the mailboxes of a building, used once by whoever opens the box."""

from datetime import datetime, time, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.limits import Limit, count, give_back
from communities.actions.joining import settle
from communities.codes import digest_of, new_code
from communities.models import (
    CodeBatch,
    CodeRedemption,
    CommunityPage,
    Membership,
    MembershipState,
    Premises,
    VerificationCode,
    VerificationMethod,
)
from communities.permissions import can_issue_codes, forget
from core import clock
from journal.actions import record
from journal.verbs import Verb

# Wrong codes within an hour. A network may be a whole village behind one address, and the town's limit is wide: it is
# there for guessing from many networks, and whoever reaches it also keeps honest people waiting.
WRONG_BY_PERSON = Limit("flat_code_person", 5, 3600)
WRONG_BY_NETWORK = Limit("flat_code_network", 20, 3600)
WRONG_IN_TOWN = Limit("flat_code_town", 500, 3600)
# A second press of the button must not cancel the slips that the first one printed.
PAUSE = timedelta(minutes=1)


def _usable():
    return Q(revoked_at=None, uses__lt=F("max_uses"))


@transaction.atomic
def issue_codes(community, *, by, entrance=None, days=30, people=1) -> tuple[CodeBatch, list[tuple[Premises, str]]]:
    """New codes for the flats of an entrance or of the whole building; what was not used of older ones ends.

    The codes themselves are returned this once. `people` says how many residents of one flat may use its code.
    Raises PermissionDenied; ValidationError with code `no_flats`, or `just_issued` when they are fresh from the print.
    """
    CommunityPage.objects.select_for_update(of=["self"]).get(pk=community.pk)
    if not can_issue_codes(by, community):
        raise PermissionDenied
    now = clock.now()
    flats = Premises.objects.current().flats().filter(community=community)
    recent = community.code_batches.filter(issued_at__gt=now - PAUSE)
    if entrance is not None:
        flats = flats.filter(entrance=entrance)
        recent = recent.filter(Q(entrance=entrance) | Q(entrance=None))
    flats = list(flats)
    if not flats:
        raise ValidationError(_("The registry knows no flats there."), code="no_flats")
    if recent.exists():
        raise ValidationError(
            _("These codes were printed a moment ago. If the file is lost, print anew in a minute."),
            code="just_issued",
        )
    VerificationCode.objects.filter(_usable(), premises__in=flats).update(revoked_at=now)
    batch = CodeBatch.objects.create(
        community=community,
        entrance=entrance,
        issued_by=by,
        issued_at=now,
        expires_at=_end_of_day(community.municipality, now, days),
    )
    issued = [(premises, new_code()) for premises in flats]
    VerificationCode.objects.bulk_create(
        VerificationCode(batch=batch, premises=premises, digest=digest_of(code), max_uses=people)
        for premises, code in issued
    )
    record(
        Verb.CODES_ISSUED,
        batch,
        by=by,
        municipality=community.municipality,
        community=community.pk,
        entrance=entrance,
        codes=len(issued),
    )
    return batch, issued


def _end_of_day(town, now, days) -> datetime:
    """«До 30 ноября» is until the first of December begins in the town."""
    after = town.today(now) + timedelta(days=days + 1)
    return datetime.combine(after, time.min, tzinfo=town.tz)


@transaction.atomic
def revoke_codes(batch, *, by) -> CodeBatch:
    """Cancel what was not used of a print: slips were lost, or thrown about.

    Raises PermissionDenied, ValidationError with code `ended` when none is left.
    """
    batch = CodeBatch.objects.select_for_update(of=["self"]).select_related("community__municipality").get(pk=batch.pk)
    if not can_issue_codes(by, batch.community):
        raise PermissionDenied
    revoked = batch.codes.filter(_usable()).update(revoked_at=clock.now())
    if not revoked:
        raise ValidationError(_("No code of this print is in force any more."), code="ended")
    record(
        Verb.CODES_REVOKED,
        batch,
        by=by,
        municipality=batch.community.municipality,
        community=batch.community_id,
        codes=revoked,
    )
    return batch


def find_code(digest, *, municipality, by, network) -> VerificationCode:
    """The code of this town with that digest, in force. Every look counts as a guess until it proves right.

    Raises ValidationError with code `too_many`, then even for a right code; `unknown`, also for a code of another
    town; and `used`, `revoked` or `expired`, which only those hear who hold the slip.
    """
    tries = [(WRONG_BY_NETWORK, network), (WRONG_IN_TOWN, f"town {municipality.pk}")]
    if by.is_authenticated:
        tries.insert(0, (WRONG_BY_PERSON, f"user {by.pk}"))
    with transaction.atomic():
        exceeded = [count(limit, subject) > limit.most for limit, subject in tries]
    if any(exceeded):
        raise ValidationError(
            _("Too many wrong codes. Wait an hour, or send a request to the activist."), code="too_many"
        )
    code = (
        VerificationCode.objects.select_related("premises__community", "batch")
        .filter(digest=digest, premises__community__municipality=municipality, premises__community__live=True)
        .first()
    )
    if code is None:
        raise ValidationError(_("There is no such code. Check it against the slip."), code="unknown")
    with transaction.atomic():
        for limit, subject in tries:
            give_back(limit, subject)
    code.premises.community.municipality = municipality
    _refuse_dead(code, clock.now())
    return code


def _refuse_dead(code, now) -> None:
    if code.uses >= code.max_uses:
        raise ValidationError(_("This code has been used already. Ask for a new slip or send a request."), code="used")
    if code.revoked_at is not None or code.premises.gone_at is not None:
        raise ValidationError(
            _("This code was cancelled: there may be a newer slip. Without one, send a request."), code="revoked"
        )
    if code.batch.expires_at <= now:
        raise ValidationError(
            _("The time of this code is over. Ask for a new slip or send a request."), code="expired"
        )


def redeem_code(digest, *, by, municipality, network, tenure="", declared_age=None) -> Membership:
    """Become a confirmed member by a flat code. A request that waits is confirmed by it.

    Raises as `find_code`; PermissionDenied for guests; ValidationError with code `member`, `objection` when a
    neighbour's objection is not decided, `taken_back` for those whose membership was taken back here.
    """
    # Outside of the transaction: a refused guess must not be forgotten with it.
    code = find_code(digest, municipality=municipality, by=by, network=network)
    return _redeem(code, by=by, tenure=tenure, declared_age=declared_age)


@transaction.atomic
def _redeem(code, *, by, tenure, declared_age) -> Membership:
    community = code.premises.community
    # As in `request_membership`, the community's row stands for all ways in: first it, then the code.
    CommunityPage.objects.select_for_update(of=["self"]).get(pk=community.pk)
    code = VerificationCode.objects.select_for_update(of=["self"]).select_related("premises", "batch").get(pk=code.pk)
    forget(by)
    if not by.is_authenticated or not by.is_active:
        raise PermissionDenied
    now = clock.now()
    _refuse_dead(code, now)
    membership = _entrant(community, by, now)
    membership.premises = code.premises
    membership.tenure = tenure or membership.tenure
    membership.declared_age = declared_age or membership.declared_age
    membership = settle(membership, by=by, method=VerificationMethod.CODE, at=now)
    code.uses += 1
    code.save(update_fields=["uses"])
    CodeRedemption.objects.create(code=code, number=code.uses, membership=membership, at=now)
    forget(by)
    record(
        Verb.CODE_REDEEMED,
        membership,
        by=by,
        municipality=community.municipality,
        community=community.pk,
        code=code.pk,
    )
    return membership


def _entrant(community, user, now) -> Membership:
    """The person's request that waits, or a new one; nobody enters against a decision on them."""
    last = Membership.objects.filter(community=community, user=user).order_by("-pk").first()
    if last is not None and last.is_verified:
        raise ValidationError(_("You are a member already."), code="member")
    if last is not None and last.state == MembershipState.PENDING:
        if last.objections.filter(decided_at=None).exists():
            raise ValidationError(_("A neighbour objects to your membership: the activist decides."), code="objection")
        last.community, last.user = community, user
        return last
    if last is not None and last.state == MembershipState.REVOKED and last.decided_by_id != user.pk:
        raise ValidationError(
            _("Your membership here was taken back. Please send a request and speak with the activist."),
            code="taken_back",
        )
    return Membership(community=community, user=user, requested_at=now)
