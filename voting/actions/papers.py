"""Paper ballots come into the count: read off with a scan, or by two people who do not see each other's reading.

Nobody reads the paper of their own flat, not even with a scan: who could put in a paper of their own making and be its
only witness is always somebody else than the voter.
"""

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock, photos
from journal.actions import record
from journal.verbs import Verb
from voting import audit
from voting.actions.casting import checked_moment, checked_paper, correct_voice, give_voice
from voting.actions.locking import locked_for_casting
from voting.models import Channel, PaperEntry, PaperRefusal, PaperState, RollEntry, Slip, VoteKey
from voting.permissions import can_manage, is_at_desk, is_own_entry

# Enough for the largest house; a limit for a script.
SCANS_A_DAY = 1000
BEING_READ = (PaperState.WAITING, PaperState.DIFFERS)


def print_nonce(vote, slip) -> str:
    """The nonce of the receipt that stands on a print's stub; it leads neither to the code nor from it."""
    name = f"paper:{slip.public_id}".encode()
    return hmac.new(bytes.fromhex(vote.roll_salt), name, hashlib.sha256).hexdigest()[:32]


def print_receipts(vote, slips) -> list[str]:
    """The receipts of prints, in their order, while the vote is open."""
    key = bytes(VoteKey.objects.get(vote=vote).secret)
    return [audit.receipt(key, print_nonce(vote, slip)) for slip in slips]


def enter_paper(vote, *, entry, choices, by, scan=None, slip=None) -> PaperEntry:
    """What `by` read off the paper ballot of an entry of the roll.

    With a scan (an uploaded picture) it is counted at once. Without, it waits for a second person; equal readings are
    counted, different ones wait until one of the two corrects theirs or a third person decides with a scan. The
    answer's state tells which; it is refused where the vote was given on the site first.

    Raises PermissionDenied; ValidationError: no_paper, not_begun, closed, own, revoked (this print), choices, counted
    (see `correct_paper`), third (a scan settles nothing between two who differ unless a third person brings it), and
    what `core.photos.cleaned` raises.
    """
    return _read(vote, entry, choices, by, scan, slip, corrects=False)


def correct_paper(vote, *, entry, choices, by, scan=None) -> PaperEntry:
    """Another reading of a paper that is counted already: with a new scan, or by two people as the first time.

    The receipt of the stub then leads to the corrected one. Raises as `enter_paper`, and ValidationError: not_counted,
    same (nothing would change), too_many.
    """
    return _read(vote, entry, choices, by, scan, None, corrects=True)


def _read(vote, entry, choices, by, scan, slip, *, corrects) -> PaperEntry:
    if not can_manage(by, vote) or is_at_desk(by):
        raise PermissionDenied
    # Decoding takes its time: nobody is kept waiting by it.
    picture = _cleaned(scan, by) if scan else None
    kept = []
    try:
        with transaction.atomic():
            return _Reading(vote, entry, by, slip, picture, kept, corrects).take(choices)
    except Exception:
        for file in kept:
            file.storage.delete(file.name)
        raise


def _cleaned(scan, by):
    recent = PaperEntry.objects.filter(entered_by=by, entered_at__gte=clock.glance() - timedelta(days=1))
    if recent.exclude(scan_digest="").count() >= SCANS_A_DAY:
        raise ValidationError(_("That is enough pictures for one day. Please come back tomorrow."), code="quota")
    return photos.cleaned(scan)


class _Reading:
    """One person's reading on its way, under the locks of the vote and of its entry."""

    def __init__(self, vote, entry, by, slip, picture, kept, corrects):
        self.vote = locked_for_casting(vote)
        self.by, self.picture, self.kept, self.corrects = by, picture, kept, corrects
        if not can_manage(by, self.vote):
            raise PermissionDenied
        if not self.vote.paper_allowed:
            raise ValidationError(_("This vote takes no paper ballots."), code="no_paper")
        self.at = checked_moment(self.vote)
        # Whoever reads the same paper at the same moment waits here.
        self.entry = RollEntry.objects.select_for_update(no_key=True).get(pk=entry.pk, vote=self.vote)
        if is_own_entry(by, self.entry):
            raise ValidationError(
                _("Your own ballot or your flat's is typed in by another activist or the administration."),
                code="own",
            )
        self.slip = self._checked_slip(slip)

    def _checked_slip(self, slip):
        prints = Slip.objects.filter(entry=self.entry)
        if slip is None:
            return prints.filter(revoked_at=None).order_by("-issued_at", "-pk").first()
        slip = prints.get(pk=slip.pk)
        if slip.revoked_at is not None:
            raise ValidationError(_("This print was cancelled: another one was given instead."), code="revoked")
        return slip

    def take(self, choices) -> PaperEntry:
        choices = checked_paper(self.vote, choices)
        papers = PaperEntry.objects.filter(vote=self.vote, entry=self.entry)
        self.counted = papers.filter(state=PaperState.COUNTED).first()
        self._check_counted(choices)
        reading = papers.filter(state__in=BEING_READ).first()
        if reading is None:
            return self._first(choices)
        if self.by.pk == reading.entered_by_id:
            reading.choices, reading.entered_at = choices, self.at
        elif reading.second_at is None or self.by.pk == reading.second_by_id:
            reading.second_by, reading.second_choices, reading.second_at = self.by, choices, self.at
        else:
            return self._third(reading, choices)
        return self._compare(reading)

    def _check_counted(self, choices):
        if self.counted is not None and not self.corrects:
            raise ValidationError(_("This paper ballot is counted already."), code="counted")
        if self.counted is None and self.corrects:
            raise ValidationError(
                _("This paper ballot is not counted: there is nothing to correct."), code="not_counted"
            )
        if self.corrects and choices == self.counted.choices and self.picture is None:
            raise ValidationError(_("This is how it is counted already."), code="same")

    def _first(self, choices) -> PaperEntry:
        reading = PaperEntry(
            vote=self.vote, entry=self.entry, slip=self.slip, choices=choices, entered_by=self.by, entered_at=self.at
        )
        if self.picture is not None:
            self._keep_scan(reading)
            return self._count(reading)
        return self._wait(reading, PaperState.WAITING, Verb.PAPER_READ)

    def _compare(self, reading) -> PaperEntry:
        """Two readings, or the first one anew."""
        differed = reading.state == PaperState.DIFFERS
        if self.picture is not None and differed:
            raise ValidationError(
                _("You two read this ballot differently: a third person decides with a scan, or one of you corrects."),
                code="third",
            )
        if self.picture is not None:
            self._keep_scan(reading)
        if reading.second_at is None:
            if reading.scan_digest:
                return self._count(reading)
            return self._wait(reading, PaperState.WAITING, Verb.PAPER_READ)
        if reading.choices == reading.second_choices:
            return self._count(reading)
        return self._wait(reading, PaperState.DIFFERS, Verb.PAPER_DIFFERS)

    def _third(self, reading, choices) -> PaperEntry:
        if self.picture is None:
            raise ValidationError(
                _("Two people read this ballot differently. Whoever decides between them adds a scan or a photo."),
                code="third",
            )
        reading.state, reading.refusal = PaperState.REFUSED, PaperRefusal.DECIDED
        reading.save(update_fields=["state", "refusal"])
        return self._first(choices)

    def _keep_scan(self, reading):
        if reading.scan:
            transaction.on_commit(partial(reading.scan.storage.delete, reading.scan.name))
        reading.scan_digest = hashlib.sha256(self.picture.read()).hexdigest()
        self.picture.seek(0)
        # A name of ours: a person's file name may hold their data.
        reading.scan.save(f"{reading.public_id}-{secrets.token_hex(4)}.jpg", self.picture, save=False)
        self.kept.append(reading.scan)

    def _wait(self, reading, state, verb) -> PaperEntry:
        reading.state = state
        reading.save()
        return self._record(verb, reading)

    def _count(self, reading) -> PaperEntry:
        reading.state = PaperState.COUNTED
        if self.corrects:
            self.counted.state, self.counted.refusal = PaperState.REFUSED, PaperRefusal.CORRECTED
            self.counted.save(update_fields=["state", "refusal"])
            reading.save()
            self._record(Verb.PAPER_CORRECTED, reading)
            correct_voice(self.vote, self.entry, choices=reading.choices, nonce=secrets.token_hex(16), at=self.at)
            return reading
        nonce = print_nonce(self.vote, reading.slip) if reading.slip else secrets.token_hex(16)
        try:
            give_voice(self.vote, self.entry, choices=reading.choices, nonce=nonce, at=self.at, channel=Channel.PAPER)
        except ValidationError as refusal:
            if refusal.code != "already":
                raise
            let_go(reading, PaperRefusal.SITE_FIRST)
            return self._record(Verb.PAPER_REFUSED, reading)
        reading.save()
        return self._record(Verb.PAPER_COUNTED, reading)

    def _record(self, verb, reading) -> PaperEntry:
        record(verb, reading, by=self.by, municipality=self.vote.municipality, at=self.at, vote=self.vote.pk)
        return reading


def let_go(reading, refusal) -> None:
    """Not counted: how that paper was filled in is nobody's business any more."""
    reading.state, reading.refusal = PaperState.REFUSED, refusal
    reading.choices, reading.second_choices = {}, None
    if reading.scan:
        transaction.on_commit(partial(reading.scan.storage.delete, reading.scan.name))
        reading.scan = ""
    reading.save()


@transaction.atomic
def withdraw_paper(paper, *, by) -> PaperEntry:
    """Take back a reading that is not counted yet: of a wrong flat, or of a paper that the voter wants back.

    Raises PermissionDenied; ValidationError: decided (it is counted or refused already).
    """
    vote = locked_for_casting(paper.vote)
    if not can_manage(by, vote) or is_at_desk(by):
        raise PermissionDenied
    RollEntry.objects.select_for_update(no_key=True).get(pk=paper.entry_id)
    paper = PaperEntry.objects.get(pk=paper.pk)
    if paper.state not in BEING_READ:
        raise ValidationError(_("This paper ballot is decided on already."), code="decided")
    let_go(paper, PaperRefusal.WITHDRAWN)
    record(Verb.PAPER_WITHDRAWN, paper, by=by, municipality=vote.municipality, at=clock.now(), vote=vote.pk)
    return paper
