"""Registers for signatures: who was given a ballot. No owner is named; the cells are filled in by hand."""

from django.utils.translation import gettext as _

from core import pdf
from voting.models import CountedBy
from voting.prints.common import head, main_language, roll_in_order
from voting.wording import area


def register_pdf(vote) -> bytes:
    """One row for each entry of the roll, by house and entrance: the ballot given out, and a signature for it."""
    with main_language(vote.municipality):
        note = _("Whoever takes a ballot signs. Whose signature it is need not be written out.")
        columns = [_("Ballot given, date"), _("Signature")]
        return pdf.render("register", _data(vote, _("Register of ballots given out"), note, columns))


def meeting_register_pdf(vote) -> bytes:
    """The list in which owners sign that they were told of the meeting and took part: names are written by hand."""
    with main_language(vote.municipality):
        note = _(
            "Draft for the general meeting. Owners write their names themselves; the site keeps none. The number of "
            "votes is the area by the registry of premises on the day the preparation opened."
        )
        columns = [_("Owner: surname, name, patronymic"), _("Notice handed over, date"), _("Signature")]
        return pdf.render("register", _data(vote, _("Register of owners for the general meeting"), note, columns))


def _data(vote, title, note, columns) -> dict:
    by_area = vote.counted_by == CountedBy.AREA
    groups = {}
    for entry in roll_in_order(vote):
        groups.setdefault((entry.community.title, entry.entrance), []).append(entry)
    first = _("Resident") if vote.counted_by == CountedBy.PERSON else _("Flat")
    return {
        **head(vote),
        "title": f"{title}: {vote.title}",
        "register": title,
        "note": note,
        "head": [first, *([_("Area")] if by_area else []), *columns],
        "blank": len(columns),
        "groups": [
            {
                "heading": _("%(place)s, entrance %(number)s") % {"place": place, "number": number}
                if number
                else place,
                "total": _total(entries, by_area),
                "rows": [[_whose(entry), *([area(entry.weight)] if by_area else [])] for entry in entries],
            }
            for (place, number), entries in groups.items()
        ],
    }


def _whose(entry) -> str:
    if entry.vote.counted_by == CountedBy.PERSON:
        return entry.person.public_name if entry.person else _("former resident")
    return f"{entry.flat}, {_('share %(share)s') % {'share': entry.share}}" if entry.share else entry.flat


def _total(entries, by_area) -> str:
    if by_area:
        return _("Together: %(area)s") % {"area": area(sum(entry.weight for entry in entries))}
    return _("Together: %(count)s") % {"count": len(entries)}
