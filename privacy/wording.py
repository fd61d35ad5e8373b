"""What the codes of an act of destruction mean, in words."""

from django.utils.translation import gettext_lazy as _

GONE = {
    "account": _("The account: name, e-mail, telephone, password"),
    "sign_in": _("Addresses, devices, second factors and other ways of signing in"),
    "sessions": _("Open sessions"),
    "consents": _("Records of consents"),
    "roles": _("Roles in communities and in the town"),
    "memberships": _("Memberships with flat, entrance and note"),
    "objections": _("Objections to other memberships"),
    "desk_visits": _("Visits to the front desk"),
    "lines_on_pages": _("Lines about the person on pages of communities"),
    "drafts": _("Drafts with their pictures and documents"),
    "pictures": _("Pictures that were published nowhere"),
    "groups": _("Places in initiative groups"),
    "follows": _("Initiatives followed"),
    "help_offers": _("Offers of help that came to nothing"),
    "meetings": _("Registrations for meetings, votes for questions, the address of the calendar"),
    "words": _("Words of comments and posts"),
    "earlier_words": _("Earlier versions of comments and posts"),
    "complaints": _("Complaints about comments and posts"),
    "blocks": _("Blocks of writing"),
    "notifications": _("Notifications and letters that waited to be sent"),
    "queued": _("Letters of sign-in in the queue"),
    "private_messages": _("Words of messages that only the administration read"),
    "joined_messages": _("Messages of neighbours that the person had joined"),
    "filters": _("Saved filters of the control desk"),
    "looks": _("Records of who looked at the data"),
    "admin": _("Traces in the editor: drafts of forms, comments, subscriptions"),
}
KEPT = {
    "comments": _("Comments of a neutral author"),
    "posts": _("Posts of a neutral author"),
    "poll_answers": _("Answers in quick polls, counted"),
    "initiatives": _("Initiatives without an author"),
    "handed_on": _("Initiatives that another neighbour carries on"),
    "messages": _("Messages to the administration without an author"),
    "official_words": _("Answers given in office, without the name"),
    "supports": _("Votes of support, counted"),
    "meeting_questions": _("Questions before meetings, of a neutral author"),
    "meetings": _("Meetings that the person planned or held"),
    "help_given": _("Help given, with its hours"),
    "documents": _("Documents of public initiatives"),
    "pictures": _("Published pictures"),
    "roll_entries": _("Entries of electoral rolls, by a number that leads to nobody"),
    "announced_votes": _("Votes that the person announced"),
    "assignments": _("Assignments given and carried out in office, without the name"),
    "decisions": _("Decisions taken in office, without the name"),
    "posters": _("Posters"),
    "annual_reports": _("Annual reports, with the position under which they were signed"),
    "journal": _("Entries of the journal, by a number that leads to nobody"),
    "pages": _("Pages and their versions in the editor"),
}


def lines(counts: dict[str, int], words: dict) -> list[tuple[str, int]]:
    """What there was any of, in the order of the table."""
    return [(word, counts[code]) for code, word in words.items() if counts.get(code)]
