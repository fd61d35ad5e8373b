"""The minutes of a counted vote as a PDF: what was asked, by which rules, what came of it, and how to check it."""

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core import pdf
from voting import breakdown, tables, wording
from voting.models import AmendmentState, Chain, CountedBy, Purpose
from voting.wording import grouped

# To make one takes a good part of a second, and anybody may ask for it.
KEPT_SECONDS = 3600
# Wider tables of pairs stand on the page alone.
MOST_COMPARED = 8


def protocol_pdf(vote) -> bytes:
    """In the main language of the town and its time, whoever asks. `vote` is counted."""
    changed = vote.outcome_at.timestamp() if vote.outcome_at else ""
    name = f"protocol:{vote.public_id}:{vote.signature[:32]}:{changed}"
    return caches["pages"].get_or_set(name, lambda: _rendered(vote), KEPT_SECONDS)


def _rendered(vote) -> bytes:
    with translation.override(settings.LANGUAGE_CODE), timezone.override(vote.municipality.tz):
        return pdf.render("protocol", protocol_data(vote))


def protocol_data(vote) -> dict:
    """What the template is given: words and numbers only, in the active language and time zone."""
    address = vote.municipality.absolute_url(vote.get_absolute_url())
    figures = breakdown.of(vote)
    titles = dict(vote.electorate.values_list("pk", "title"))
    return {
        "document_title": _("Minutes of vote no. %(number)s") % {"number": vote.number},
        "heading": _("Minutes of vote no. %(number)s") % {"number": vote.number},
        "brand": vote.municipality.brand_name,
        "place": f"{vote.municipality.name}. {vote.community.title}",
        "title": vote.title,
        "description": vote.description,
        "outcome": {"heading": _("Outcome"), "text": wording.headline(vote)},
        "sections": [
            {"heading": _("By which rules"), "lines": _rules(vote)},
            {"heading": _("Dates"), "pairs": _dates(vote), "lines": _amendments(vote)},
            {"heading": _("Roll and turnout"), "pairs": _turnout(vote), "lines": [wording.quorum_line(vote)]},
        ],
        "questions": [_question(question, figures["channels"]) for question in _questions(vote, figures)],
        "breakdowns": _breakdowns(vote, figures, titles),
        "next": {"heading": _("What happens next"), "text": vote.outcome},
        "check": {"heading": _("How to check this"), "pairs": _fingerprints(vote), "text": _how_to_check()},
        "address": address,
        "qr": pdf.qr(address),
        "qr_alt": _("The code of the address below"),
        "force": _force(vote),
        "signatures": [_("Chair"), _("Secretary"), _("Member of the counting commission")],
        "signature_words": _("signature, name, date"),
    }


def _questions(vote, figures):
    return tables.tables_of(vote, figures["channels"])


def _rules(vote) -> list[str]:
    source = f"«{vote.rules_name}». {vote.rules_source}."
    if vote.rules_certainty:
        source += f" {vote.rules_certainty}."
    return [
        *wording.rules_words(vote),
        f"{vote.get_secrecy_display()}.",
        _("From %(age)s years of age.") % {"age": vote.min_age},
        source,
    ]


def _dates(vote) -> list[tuple[str, str]]:
    return [
        (_("Begun"), _moment(vote.opened_at)),
        (_("Ended"), _moment(vote.closed_at)),
        (_("Counted"), _moment(vote.counted_at)),
    ]


def _moment(at) -> str:
    return date_format(timezone.localtime(at), _("j F Y, H:i")) + f" ({timezone.localtime(at):%Z})"


def _amendments(vote) -> list[str]:
    confirmed = vote.amendments.filter(state=AmendmentState.CONFIRMED, closes_at__isnull=False).order_by("decided_at")
    return [
        _("By decision of two people the end was moved to %(moment)s. Reason: %(reason)s")
        % {"moment": _moment(amendment.closes_at), "reason": amendment.reason}
        for amendment in confirmed
    ]


def _turnout(vote) -> list[tuple[str, str]]:
    rows = [
        (_("On the roll"), wording.entries_words(vote)),
        (_("Took part"), f"{wording.figure(vote.turnout, vote)} ({_percent(vote)})"),
        (_("Ballots"), wording.number(vote.result["papers"])),
    ]
    if vote.counted_by == CountedBy.AREA:
        rows.insert(1, (_("Area on the roll"), wording.area(vote.roll_weight)))
    return rows


def _percent(vote) -> str:
    return wording.percent(vote.turnout, vote.roll_weight, vote)


def _question(question, channels) -> dict:
    names = tables.channel_names(channels)
    costs = any(row.cost for row in question.rows)
    head = [_("Answer"), *([_("Cost")] if costs else []), *names, _("Votes, total"), _("Share of those who took part")]
    body = [
        [
            _("%(option)s (won)") % {"option": row.text} if row.won else row.text,
            *([row.cost] if costs else []),
            *[part.votes for part in row.parts],
            row.votes,
            row.share,
        ]
        for row in question.rows
    ]
    return {
        "text": question.text,
        "headline": question.headline,
        "reason": question.reason,
        "table": {"head": head, "body": body},
        "notes": [*[f"{row.text}: {row.fate}" for row in question.rows if row.fate], *_ranking(question)],
        "rounds": {"heading": _("Round by round"), "lines": [question.shares, *question.rounds]}
        if question.rounds
        else None,
        "pairs": _pairs(question),
    }


def _ranking(question) -> list[str]:
    return [
        _("Place %(number)s: %(options)s.") % {"number": number, "options": ", ".join(place)}
        for number, place in enumerate(question.places, 1)
    ]


def _pairs(question) -> dict | None:
    if not question.matrix or len(question.names) > MOST_COMPARED:
        return None
    return {
        "heading": _("Pair by pair: how many place the option of the row before the option of the column"),
        "head": ["", *question.names],
        "body": [[name, *[pair.before if pair else "—" for pair in pairs]] for name, pairs in question.matrix],
    }


def _breakdowns(vote, figures, titles) -> list[dict]:
    found = []
    if figures["channels"]:
        names = tables.channel_names(figures["channels"])
        rows = [
            [name, wording.number(part["papers"]), wording.figure(part["weight"], vote)]
            for name, part in zip(names, figures["channels"].values(), strict=True)
        ]
        found.append(
            {
                "heading": _("By way of voting"),
                "head": [_("Way of voting"), _("Ballots"), _("Votes, total")],
                "body": rows,
            }
        )
    if figures["entrances"]:
        found.append(
            {
                "heading": _("By entrance"),
                "head": [_("Entrance"), _("On the roll"), _("Took part"), pgettext("of a whole", "Share")],
                "body": tables.entrance_rows(figures["entrances"], titles),
            }
        )
    return found


def _fingerprints(vote) -> list[tuple[str, str]]:
    chain = Chain.objects.get(vote=vote)
    return [
        (_("Fingerprint of the roll"), grouped(vote.roll_fingerprint)),
        (_("Fingerprint of the question and rules"), grouped(vote.manifest_hash)),
        (_("Fingerprint of the list of ballots (SHA-256)"), grouped(vote.ballots_digest)),
        (_("Last record of the chain"), grouped(chain.head)),
        (_("Signature (Ed25519)"), grouped(vote.signature)),
        (_("Public key"), grouped(vote.signature_key)),
    ]


def _how_to_check() -> str:
    return _(
        "On the page of the vote anybody can download its file and the program that counts it again. The program must "
        "print the same last record and the same key as these minutes."
    )


def _force(vote) -> str:
    if vote.purpose == Purpose.OWNERS:
        return _(
            "This is the preparation of an owners' general meeting. It has no legal force and replaces neither the "
            "meeting nor its minutes."
        )
    return _(
        "A vote on this site is the opinion of the neighbours, not a legal act. Where the law asks for a meeting, its "
        "signed minutes decide."
    )
