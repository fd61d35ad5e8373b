"""Papers for the general meeting that a vote prepared: agenda, notice, forms for the owners' decisions.

The meeting is held by the owners themselves, outside of the site. Where its form asks for a СНИЛС or a document, the
sheet has an empty line: the site asks for neither and keeps neither.
"""

from django.utils.translation import gettext as _

from core import pdf
from core.moments import day, moment
from voting.models import Choice
from voting.prints.common import head, main_language, roll_in_order
from voting.terms_of_owners import notice_term
from voting.wording import area


def agenda_pdf(vote) -> bytes:
    with main_language(vote.municipality):
        title = _("Agenda of the owners' general meeting (draft)")
        note = _("The agenda is not changed at the meeting itself: what is not on it is not decided.")
        data = {**_head(vote, title), "facts": [], "notes": [note, _prepared(vote)], "signature": ""}
        return pdf.render("owners_sheet", data)


def notice_pdf(vote, terms) -> bytes:
    """The notice of the meeting by what its initiator typed into `NoticeForm`, which is kept nowhere."""
    with main_language(vote.municipality):
        handed = terms["handed_on"]
        term = notice_term(handed)
        words = {"day": day(handed), "days": term.days, "source": term.source}
        note = _("Handed over not later than %(day)s: at least %(days)s whole days before (%(source)s).") % words
        data = {
            **_head(vote, _("Notice of the owners' general meeting")),
            "facts": [[label, value] for label, value in _facts(vote, terms) if value],
            "notes": [note, _prepared(vote)],
            "signature": _("Initiator: signature, date"),
        }
        return pdf.render("owners_sheet", data)


def _facts(vote, terms):
    voted_until = terms.get("decisions_until")
    return [
        (_("House"), ", ".join(page.title for page in vote.electorate.order_by("title"))),
        (_("Initiator"), terms["initiator"]),
        (_("Form of the meeting"), terms["form_words"]),
        (_("Date and time"), moment(terms.get("held_at"))),
        (_("Place"), terms.get("place", "")),
        (_("Decisions in writing are taken until"), moment(voted_until)),
        (_("Where decisions are given in"), terms.get("hand_in", "")),
        (_("Where to read the materials"), terms["materials"]),
    ]


def decision_forms_pdf(vote, entries=None) -> bytes:
    """A form for each share of the roll, for the owner to fill in by hand at the real meeting."""
    with main_language(vote.municipality):
        entries = roll_in_order(vote) if entries is None else entries
        data = {
            **_head(vote, _("Owner's decision at the general meeting (draft form)")),
            "options": [str(choice.label) for choice in Choice],
            "lines": [
                _("Owner: surname, name, patronymic"),
                _("Document of the right of ownership"),
                _("СНИЛС, where the form of the minutes asks for it"),
            ],
            "labels": [_("Premises"), _("Area of the share")],
            "signature": [_("Date"), _("Signature")],
            "note": _(
                "A draft for the meeting itself, not a ballot of the preparation. The owner fills in the empty lines "
                "by hand; the site asks for no passport and no СНИЛС and keeps none. Check the form against order "
                "266/пр of the Ministry of Construction (30.04.2025) as it is in force."
            ),
            "forms": [_form(entry) for entry in entries],
        }
        return pdf.render("owners_decision", data)


def _form(entry) -> dict:
    number = f"{entry.flat}, {_('share %(share)s') % {'share': entry.share}}" if entry.share else entry.flat
    return {"premises": f"{entry.community.title}, {number}", "area": area(entry.weight)}


def _head(vote, title) -> dict:
    return {
        **head(vote),
        "title": f"{title}: {vote.community.title}",
        "sheet": title,
        "items_heading": _("Questions"),
        "items": [item.text for item in vote.items.all()],
    }


def _prepared(vote) -> str:
    return _(
        "The agenda was prepared on the site of the neighbours: vote no. %(number)s, which has no legal force."
    ) % {"number": vote.number}
