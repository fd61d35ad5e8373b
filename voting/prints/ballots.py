"""Paper ballots: a sheet for each entry of the roll, with the code that finds it and a stub that the voter keeps."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import ActivistRole
from core import pdf
from core.moments import moment
from core.typography import money
from voting.actions.papers import print_receipts
from voting.answers import nothing
from voting.codes import shown
from voting.models import Choice, Method, Secrecy, VoteKind
from voting.prints.common import head, home_of, main_language, weight_of, without_scheme
from voting.wording import grouped, rules_words

# Somebody has to be there to take the paper; more names are no help.
MOST_NAMES = 3


def ballots_pdf(vote, issued) -> bytes:
    """The sheets of prints just issued, [(slip with its entry, code)], in their order."""
    with main_language(vote.municipality):
        return pdf.render("ballot", {**sheet_of(vote), "ballots": _ballots(vote, issued)})


def sheet_of(vote) -> dict:
    """What every ballot of a vote says alike."""
    town = vote.municipality
    return {
        **head(vote),
        "title": _("Paper ballots: vote no. %(number)s") % {"number": vote.number},
        "description": [line for line in vote.description.splitlines() if line.strip()],
        "until": _("Give it in before %(moment)s.") % {"moment": moment(vote.closes_at)},
        "whom": _whom(vote),
        "qr_alt": _("QR code with the address and the code of the ballot"),
        "code_label": _("code of the ballot"),
        "agenda": vote.method == Method.AGENDA,
        "ranking": vote.method == Method.SCHULZE,
        "questions": [_question(vote, item) for item in vote.items.prefetch_related("options")],
        "rules": rules_words(vote),
        "secrecy": _secrecy(vote),
        "stub": _stub(vote, without_scheme(town.absolute_url(vote.get_absolute_url()))),
        "receipt_label": _("Receipt of your vote"),
    }


def _ballots(vote, issued) -> list[dict]:
    # Where papers are not taken the sheet is a letter with the code, and the receipt comes from the site.
    receipts = print_receipts(vote, [slip for slip, _code in issued]) if vote.paper_allowed else [""] * len(issued)
    return [_ballot(vote, slip, code, receipt) for (slip, code), receipt in zip(issued, receipts, strict=True)]


def _ballot(vote, slip, code, receipt) -> dict:
    address = vote.municipality.absolute_url(reverse("ballot_open", args=[shown(code)]))
    home = ", ".join(part for part in (home_of(slip.entry), weight_of(slip.entry)) if part)
    return {
        "code": shown(code),
        "qr": pdf.qr(address),
        # In a closed vote the flat stands on the stub alone: whoever sees the paper later sees no flat.
        "whose": home if vote.secrecy == Secrecy.NAMED else "",
        "home": f"{slip.entry.community.title}, {home}" if home else slip.entry.community.title,
        "receipt": grouped(receipt),
    }


def _whom(vote) -> str:
    if not vote.paper_allowed:
        return _("Vote on the site: point the telephone's camera at the square. No account is needed.")
    town = vote.municipality
    roles = ActivistRole.objects.filter(community=vote.community).serving(town.today())
    names = [role.user.public_name for role in roles.select_related("user").order_by("granted_at")[:MOST_NAMES]]
    office = _("the administration, %(phone)s") % {"phone": town.phone} if town.phone else _("the administration")
    words = _("To whom: %(names)s.") % {"names": ", ".join([*names, office])}
    if vote.codes_allowed:
        words += " " + _("Or vote on the site: point the telephone's camera at the square. No account is needed.")
    return words


def _secrecy(vote) -> list[str]:
    if vote.secrecy == Secrecy.SECRET:
        return [_("The vote is secret and goes on on the site alone: do not give this sheet in.")]
    if vote.secrecy == Secrecy.NAMED:
        known = _("The vote is named: after the end those on the roll and the administration see who voted how.")
    else:
        known = _("The vote is closed: neighbours are not shown how you voted.")
    lines = [known]
    if vote.paper_allowed:
        lines += [
            _("Whoever types this ballot in sees your choice, and the picture of it is kept for half a year."),
            _("One voice: if you vote on the site and on paper too, the first one counts."),
        ]
    return lines


def _stub(vote, address) -> str:
    if not vote.paper_allowed:
        return _("Keep it until you have voted. The receipt is shown by the site: write it down.")
    words = {"address": address}
    return (
        _(
            "Tear this stub off and keep it. After the end look the receipt up at %(address)s: you will see that your "
            "ballot is counted and how it was read."
        )
        % words
    )


def _question(vote, item) -> dict:
    kind = {
        Method.SIGNATURES: _signature,
        Method.AGENDA: _agenda,
        Method.SINGLE: _single,
        Method.MULTIPLE: _several,
        Method.SCHULZE: _ranking,
        Method.GREEDY: _several,
        Method.EQUAL_SHARES: _several,
    }[vote.method]
    hint, options = kind(vote, item)
    # The heading of the sheet has said it.
    text = item.text if item.text != vote.title else _("Your vote")
    return {"text": text, "hint": hint, "options": options}


def _option(text, small="", *, none=False) -> dict:
    return {"text": text, "small": small, "none": none}


def _signature(vote, item):
    return _("Mark the square if you support it. A paper without the mark is not counted."), [
        _option(_("I support it"))
    ]


def _agenda(vote, item):
    return _("Mark one square."), [_option(str(choice.label)) for choice in Choice]


def _single(vote, item):
    return _("Mark one square."), _options(vote, item)


def _several(vote, item):
    if item.max_choices is None:
        hint = _("Mark as many squares as you like.")
    else:
        hint = ngettext("Mark %(most)s square at most.", "Mark %(most)s squares at most.", item.max_choices) % {
            "most": item.max_choices
        }
    if vote.kind == VoteKind.BUDGET:
        hint += " " + _("There are %(sum)s to be shared.") % {"sum": money(vote.budget)}
    return hint, _options(vote, item)


def _ranking(vote, item):
    hint = _(
        "Write places in figures: 1 for the best, then 2, 3 and so on. You may leave squares empty: those options "
        "share the last place."
    )
    return hint, _options(vote, item)


def _options(vote, item) -> list[dict]:
    listed = [
        _option(
            option.text, " · ".join(part for part in (_cost(option), " ".join(option.description.split())) if part)
        )
        for option in item.options.all()
    ]
    return [*listed, _option(nothing(vote.kind), _("Your vote counts as taking part."), none=True)]


def _cost(option) -> str:
    return money(option.cost) if option.cost is not None else ""
