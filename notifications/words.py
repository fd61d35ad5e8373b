"""What people are told: a subject without personal data, a sentence, and whether a letter goes besides the inbox."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.verbs import Verb


@dataclass(frozen=True)
class Words:
    """`sentence` may name %(title)s, %(place)s, %(since)s, %(until)s, %(reason)s, %(result)s, %(acts)s, %(person)s."""

    subject: Promise
    sentence: Promise
    mailed: bool = True


WORDS = {
    Verb.MEMBERSHIP_REQUESTED: Words(_("A neighbour asks to join"), _("A neighbour asks to join “%(place)s”.")),
    Verb.MEMBERSHIP_VERIFIED: Words(
        _("You are a member now"), _("You are a member of “%(place)s” now: vote and propose initiatives.")
    ),
    Verb.MEMBERSHIP_REJECTED: Words(
        _("Your request to join was answered"),
        _("Your request to join “%(place)s” was refused. Reason: %(reason)s. You may ask again."),
    ),
    Verb.MEMBERSHIP_REVOKED: Words(
        _("Your membership was taken back"),
        _("Your membership in “%(place)s” was taken back. Reason: %(reason)s. If that is a mistake, ask again."),
    ),
    Verb.CODE_REDEEMED: Words(
        _("Somebody joined your flat"),
        _(
            "%(person)s joined “%(place)s” as living in your flat, by a code from the mailbox. If that is not so, "
            "say so until %(until)s."
        ),
    ),
    Verb.MEMBERSHIP_OBJECTED: Words(
        _("A neighbour objects to a membership"),
        _("A neighbour objects to a membership in “%(place)s”. It is not in force until the activist decides."),
    ),
    Verb.OBJECTION_UPHELD: Words(
        _("Your objection was looked into"),
        _("Your objection in “%(place)s” was looked into: the membership is taken back."),
    ),
    Verb.OBJECTION_DISMISSED: Words(
        _("An objection was looked into"),
        _("The objection in “%(place)s” was looked into: the membership is in force again."),
    ),
    Verb.ROLE_GIVEN: Words(_("You have a new role"), _("You were given a new role. See what it lets you do.")),
    Verb.ROLE_TAKEN: Words(_("A role was taken away"), _("One of your roles was taken away.")),
    Verb.ROLE_EXPIRED: Words(_("The term of your role is over"), _("The term of one of your roles is over.")),
    Verb.ROLE_PROPOSED: Words(
        _("A chair is proposed"), _("A chair is proposed in “%(place)s”: a second person has to approve or decline.")
    ),
    Verb.ROLE_PROPOSAL_DECLINED: Words(
        _("A proposed chair was declined"), _("The chair you proposed in “%(place)s” was declined.")
    ),
    Verb.DESK_VISIT_STARTED: Words(
        _("The front desk acts for you"),
        _(
            "A member of the administration's staff acts for you until %(until)s, with your consent. If you are not "
            "at the front desk now, tell the administration."
        ),
    ),
    Verb.DESK_VISIT_ENDED: Words(
        _("The front desk has finished"), _("The front desk has finished. Done for you: %(acts)s.")
    ),
    Verb.INITIATIVE_SUBMITTED: Words(
        _("An initiative waits for review"), _("The initiative “%(title)s” waits for your review.")
    ),
    Verb.INITIATIVE_ACCEPTED: Words(
        _("Your initiative is published"), _("The initiative “%(title)s” is published: neighbours can support it.")
    ),
    Verb.INITIATIVE_SENT_BACK: Words(
        _("Your initiative was sent back"), _("The initiative “%(title)s” was sent back. Read what to mend.")
    ),
    Verb.INITIATIVE_THRESHOLD_REACHED: Words(
        _("The initiative has enough support"), _("Enough neighbours support “%(title)s”: it can be put to the vote.")
    ),
    Verb.INITIATIVE_ADDED_TO: Words(
        _("The author added to an initiative"), _("The author added to the initiative “%(title)s”."), mailed=False
    ),
    Verb.INITIATIVE_CHANGED: Words(
        _("An initiative changed"),
        _("The author changed the initiative “%(title)s”, and support starts anew. Read it and support it again."),
    ),
    Verb.INITIATIVE_SENT_TO_ADMINISTRATION: Words(
        _("An initiative waits for a decision"),
        _("The initiative “%(title)s” waits for the administration's decision."),
    ),
    Verb.INITIATIVE_VOTE_PASSED: Words(
        _("An initiative waits for a decision"),
        _("Neighbours voted for “%(title)s”: it waits for the administration's decision."),
    ),
    Verb.INITIATIVE_REWORKED: Words(
        _("An initiative waits for a decision"), _("The author reworked “%(title)s” and sent it again.")
    ),
    Verb.INITIATIVE_OPINION_GIVEN: Words(
        _("The administration gave its opinion"), _("The administration gave a preliminary opinion on “%(title)s”.")
    ),
    Verb.INITIATIVE_APPROVED: Words(
        _("The administration approved the initiative"), _("The administration approved the initiative “%(title)s”.")
    ),
    Verb.INITIATIVE_DECLINED: Words(
        _("The administration declined the initiative"),
        _("The administration declined the initiative “%(title)s” and explained why."),
    ),
    Verb.INITIATIVE_RETURNED: Words(
        _("The initiative was returned for rework"),
        _("The administration returned “%(title)s” for rework and explained why."),
    ),
    Verb.INITIATIVE_WORK_STARTED: Words(_("Work began"), _("Work on the initiative “%(title)s” began.")),
    Verb.INITIATIVE_STAGE_REPORTED: Words(
        _("A stage of work is done"), _("A stage of work on “%(title)s” is done."), mailed=False
    ),
    Verb.INITIATIVE_COMPLETED: Words(
        _("The initiative is carried out"), _("The initiative “%(title)s” is carried out. See what came of it.")
    ),
    Verb.INITIATIVE_WITHDRAWN: Words(
        _("The author withdrew an initiative"), _("The author withdrew the initiative “%(title)s”."), mailed=False
    ),
    Verb.INITIATIVE_ARCHIVED: Words(
        _("An initiative was put in the archive"), _("The initiative “%(title)s” was put in the archive.")
    ),
    Verb.INITIATIVE_PASSED_ON: Words(
        _("You lead an initiative now"), _("The initiative “%(title)s” was passed on to you: you lead it now.")
    ),
    Verb.INITIATIVE_PHOTO_HIDDEN: Words(
        _("A photo of your initiative was hidden"),
        _("A photo of the initiative “%(title)s” was hidden. Reason: %(reason)s. You may dispute it once."),
    ),
    Verb.INITIATIVE_PHOTO_RESTORED: Words(
        _("A photo of your initiative is shown again"), _("A photo of the initiative “%(title)s” is shown again.")
    ),
    Verb.INITIATIVE_PHOTO_BLURRED: Words(
        _("A photo of your initiative was blurred"),
        _("Faces or number plates in a photo of the initiative “%(title)s” were blurred."),
    ),
    Verb.INITIATIVE_REDACTED: Words(
        _("Personal data in your initiative are hidden"),
        _("A moderator hid personal data in the text of the initiative “%(title)s”. The other words stay."),
    ),
    Verb.PHOTO_HIDING_APPEALED: Words(
        _("The hiding of a photo is disputed"), _("The author disputes the hiding of a photo: “%(title)s”.")
    ),
    Verb.PHOTO_HIDING_UPHELD: Words(
        _("The town has decided on your photo"), _("A photo of the initiative “%(title)s” stays hidden.")
    ),
    Verb.INITIATIVE_INVITED: Words(
        _("You are invited to an initiative group"),
        _("A neighbour invites you to the group of the initiative “%(title)s”. Agree or refuse."),
    ),
    Verb.HELP_OFFERED: Words(
        _("A neighbour offers help"), _("A neighbour offers help with the initiative “%(title)s”.")
    ),
    Verb.COMMENTED: Words(_("You were answered"), _("You were answered: “%(title)s”.")),
    Verb.OFFICIALLY_ANSWERED: Words(
        _("The administration answered"), _("The administration answered in the discussion “%(title)s”.")
    ),
    Verb.COMMENT_HIDDEN: Words(
        _("Your comment was hidden"),
        _("Your comment in the discussion “%(title)s” was hidden. Reason: %(reason)s. You may dispute it once."),
    ),
    Verb.COMMENT_REDACTED: Words(
        _("Personal data in your comment are hidden"),
        _("A moderator hid personal data in your comment in the discussion “%(title)s”. The other words stay."),
    ),
    Verb.COMMENT_RESTORED: Words(
        _("Your comment is shown again"), _("Your comment in the discussion “%(title)s” is shown again.")
    ),
    Verb.COMMENT_REPORTED: Words(
        _("A complaint about a comment"), _("Somebody complains about a comment in the discussion “%(title)s”.")
    ),
    Verb.HIDING_APPEALED: Words(
        _("The hiding of a comment is disputed"), _("The author disputes the hiding of a comment: “%(title)s”.")
    ),
    Verb.HIDING_UPHELD: Words(
        _("The town has decided on your comment"),
        _("The town looked at your comment in the discussion “%(title)s” again: it stays hidden."),
    ),
    Verb.AUTHOR_BLOCKED: Words(
        _("You may not write for a time"),
        _("A moderator does not let you write in your community for a time. Reason: %(reason)s."),
    ),
    Verb.VOTE_SCHEDULED: Words(
        _("A vote is announced"),
        _("The vote “%(title)s” begins on %(since)s. See beforehand whether you are on the roll."),
    ),
    Verb.VOTE_OPENED: Words(_("A vote has opened"), _("The vote “%(title)s” is open until %(until)s.")),
    Verb.VOTE_COUNTED: Words(_("The results of a vote are in"), _("The vote “%(title)s” has ended: %(result)s.")),
    Verb.VOTE_CANCELLED: Words(
        _("A vote was called off"), _("The vote “%(title)s” was called off. Reason: %(reason)s")
    ),
    Verb.VOTE_REMINDED: Words(
        _("A vote ends soon"), _("The vote “%(title)s” is open until %(until)s. Your vote is not there yet.")
    ),
    Verb.VOTE_CHANGE_PROPOSED: Words(
        _("A change of a vote waits for a second person"),
        _("It is proposed to change the vote “%(title)s” while it is open: confirm or decline."),
    ),
    Verb.VOTE_CHANGE_DECLINED: Words(
        _("A change of a vote was not confirmed"), _("The vote “%(title)s” goes on as it was announced.")
    ),
    Verb.VOTE_EXTENDED: Words(
        _("A vote was prolonged"), _("The vote “%(title)s” is open until %(until)s. The reason stands on its page.")
    ),
    Verb.VOTE_OUTCOME_PUBLISHED: Words(
        _("What happens after a vote"), _("It is written what happens next after the vote “%(title)s”.")
    ),
}
