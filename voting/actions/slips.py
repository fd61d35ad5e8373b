"""Printed ballots: each carries a code, which stands for one entry of the roll."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.limits import Limit, count, give_back
from core import clock
from journal.actions import record
from journal.verbs import Verb
from voting.actions.locking import locked, locked_for_casting
from voting.codes import digest_of, new_code, normalised
from voting.models import Slip, VoteState
from voting.permissions import can_manage
from voting.roll import BATCH

# Wrong codes within an hour: see communities.actions.codes, from which these differ only in whom they keep out.
WRONG_BY_PERSON = Limit("ballot_code_person", 5, 3600)
WRONG_BY_NETWORK = Limit("ballot_code_network", 20, 3600)
WRONG_IN_TOWN = Limit("ballot_code_town", 500, 3600)


@transaction.atomic
def issue_slips(vote, entries, by) -> list[tuple[Slip, str]]:
    """Printed ballots for entries of the roll, in their order, each with its code, which is returned this once.

    Older prints of the same entries stay in force: all stand for one voice. Raises PermissionDenied; ValidationError:
    not_open (the roll is not fixed yet, or it is too late), no_paper (the vote takes neither papers nor codes),
    no_flats (nothing to print).
    """
    vote = locked_for_casting(vote)
    if not can_manage(by, vote):
        raise PermissionDenied
    now = clock.now()
    if not vote.is_open(now):
        raise ValidationError(_("Ballots are printed while the vote is open."), code="not_open")
    if not vote.paper_allowed and not vote.codes_allowed:
        raise ValidationError(_("This vote is held on the site alone."), code="no_paper")
    entries = list(entries)
    if any(entry.vote_id != vote.pk for entry in entries):
        raise ValueError("an entry of another vote's roll")
    if not entries:
        raise ValidationError(_("There is nobody to print ballots for."), code="no_flats")
    codes = [new_code() for _entry in entries]
    slips = Slip.objects.bulk_create(
        (
            Slip(vote=vote, entry=entry, digest=digest_of(code), issued_at=now, issued_by=by)
            for entry, code in zip(entries, codes, strict=True)
        ),
        batch_size=BATCH,
    )
    record(Verb.SLIPS_ISSUED, vote, by=by, municipality=vote.municipality, slips=len(slips))
    return list(zip(slips, codes, strict=True))


@transaction.atomic
def revoke_slips(vote, entries, by) -> int:
    """End the codes of these entries' printed ballots, lost or thrown about; how many there were.

    What was already voted by them stays: a voice that was acknowledged is counted. Raises PermissionDenied;
    ValidationError: ended (no code of theirs is in force).
    """
    # Exclusively: whoever casts by a code reads it again while holding the vote's row.
    vote = locked(vote)
    if not can_manage(by, vote):
        raise PermissionDenied
    revoked = Slip.objects.filter(vote=vote, entry__in=entries, revoked_at=None).update(revoked_at=clock.now())
    if not revoked:
        raise ValidationError(_("None of these codes is in force any more."), code="ended")
    record(Verb.SLIPS_REVOKED, vote, by=by, municipality=vote.municipality, slips=revoked)
    return revoked


def find_slip(vote, typed: str) -> Slip | None:
    """A vote's printed ballot by its code, revoked ones too. For those who run the vote: it counts no guesses."""
    code = normalised(typed)
    slips = Slip.objects.filter(vote=vote, digest=digest_of(code)) if code else Slip.objects.none()
    return slips.select_related("entry__community").first()


def open_slip(typed: str, *, municipality, by, network, vote=None) -> Slip:
    """The printed ballot that a code opens, in this town or in one vote. Every look is a guess until it proves right.

    Raises ValidationError: too_many, then even for a right code; unknown, also for another town's or vote's; and
    revoked or no_codes (ballots of this vote are given in on paper alone), which only those hear who hold the paper.
    """
    tries = [(WRONG_BY_NETWORK, network), (WRONG_IN_TOWN, f"town {municipality.pk}")]
    if by.is_authenticated:
        tries.insert(0, (WRONG_BY_PERSON, f"user {by.pk}"))
    # In a transaction of its own: a refused guess must not be forgotten with the refusal.
    with transaction.atomic():
        exceeded = [count(limit, subject) > limit.most for limit, subject in tries]
    if any(exceeded):
        raise ValidationError(
            _("Too many wrong codes. Wait an hour, or give the paper ballot to those who run the vote."),
            code="too_many",
        )
    code = normalised(typed)
    slips = Slip.objects.filter(vote__municipality=municipality).exclude(vote__state=VoteState.DRAFT)
    if vote is not None:
        slips = slips.filter(vote=vote)
    found = slips.filter(digest=digest_of(code)) if code else slips.none()
    slip = found.select_related("vote", "entry__community").first()
    if slip is None:
        raise ValidationError(_("There is no such code. Check it against the paper ballot."), code="unknown")
    with transaction.atomic():
        for limit, subject in tries:
            give_back(limit, subject)
    if not slip.vote.codes_allowed:
        raise ValidationError(
            _("In this vote a code alone does not open the ballot: sign in, or give in the paper."), code="no_codes"
        )
    if slip.revoked_at is not None:
        raise ValidationError(
            _("This code was cancelled: there may be a newer paper ballot. Ask those who run the vote."),
            code="revoked",
        )
    return slip
