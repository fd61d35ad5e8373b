"""What the real meeting of owners came to, written down after its preparation on the site."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from journal.actions import record
from journal.verbs import Verb
from voting.actions.locking import locked
from voting.models import OwnersMeeting, Purpose, VoteState
from voting.permissions import can_manage


@transaction.atomic
def record_owners_meeting(vote, *, by, number, held_on, outcome, link="") -> OwnersMeeting:
    """Keep number and date of the minutes, what was decided and where it can be read; written anew, it is corrected.

    Raises PermissionDenied; ValidationError: purpose (not a preparation), not_ended (it is still being prepared),
    held_on (a day to come, or before the preparation began), and what a field of the record does not take.
    """
    vote = locked(vote)
    if not can_manage(by, vote):
        raise PermissionDenied
    if vote.purpose != Purpose.OWNERS:
        raise ValidationError(_("This vote prepared no general meeting."), code="purpose")
    if vote.state not in (VoteState.CLOSED, VoteState.COUNTED):
        raise ValidationError(_("The preparation has not ended yet."), code="not_ended")
    now = clock.now()
    if not vote.opened_at.astimezone(vote.municipality.tz).date() <= held_on <= vote.municipality.today(now):
        raise ValidationError(
            {
                "held_on": ValidationError(
                    _("The minutes are dated after the preparation began, and not in days to come.")
                )
            },
        )
    meeting = OwnersMeeting(
        vote=vote,
        number=number.strip(),
        held_on=held_on,
        outcome=outcome.strip(),
        link=link,
        recorded_by=by,
        recorded_at=now,
    )
    meeting.clean_fields()
    # A correction takes the place of what was written before; the journal keeps who wrote when.
    OwnersMeeting.objects.update_or_create(
        vote=vote,
        defaults={
            name: getattr(meeting, name)
            for name in ("number", "held_on", "outcome", "link", "recorded_by", "recorded_at")
        },
    )
    record(Verb.OWNERS_MEETING_RECORDED, vote, by=by, municipality=vote.municipality, at=now)
    return meeting
